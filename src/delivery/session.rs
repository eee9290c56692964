//! Requests made until they are taken, or until there is no sense in it.

use std::sync::Mutex;
use std::time::Duration;

use jiff::Timestamp;

use super::exchange::{Answer, Arrival, Exchange, Failure, Reach, Request, Retry};
use super::secret::Secrets;
use crate::diagnostic::Text;

/// The time of day and the passing of time.
#[derive(Clone, Copy)]
pub struct Clock<'a> {
    pub now: &'a (dyn Fn() -> Timestamp + Sync),
    pub sleep: &'a (dyn Fn(Duration) + Sync),
}

/// What a transport needs while it delivers.
pub struct Session<'a> {
    pub exchange: &'a dyn Exchange,
    pub secrets: &'a Secrets<'a>,
    pub clock: Clock<'a>,
    /// How often a request that was not taken is made again.
    pub retries: u32,
    /// What was uploaded before, by use and hash of content.
    pub uploads: &'a Mutex<dyn Uploads + Send + 'a>,
}

/// What stays on the far side when an article has gone there, and need not be sent again.
pub trait Uploads {
    /// Under which name the far side has what has this hash.
    fn known(&self, purpose: &str, hash: &str) -> Option<String>;

    /// Remembers it.
    ///
    /// # Errors
    ///
    /// It cannot be written down.
    fn remember(&mut self, purpose: &str, hash: &str, name: &str) -> anyhow::Result<()>;
}

/// The first pause; each further one is twice as long.
const PAUSE: Duration = Duration::from_secs(1);
/// The longest pause. Who is asked to wait longer comes back another time.
const PATIENCE: Duration = Duration::from_secs(60);

impl Session<'_> {
    /// Makes a request until its answer is one of success (RFC 9110, section 15.3).
    ///
    /// # Errors
    ///
    /// It was not taken, or nobody can know.
    pub fn send(&self, request: &Request) -> Result<Answer, Failure> {
        self.ask(request, &|answer| {
            accepted(answer, (self.clock.now)())?;
            Ok(answer.clone())
        })
    }

    /// Makes a request until `judge` finds its answer good: the pauses grow, and differ from request to
    /// request, so that many do not come back at one time.
    ///
    /// # Errors
    ///
    /// As `judge` says. A request that may have been taken and must not be made twice is not made again.
    pub fn ask<T>(
        &self,
        request: &Request,
        judge: &dyn Fn(&Answer) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let mut tried = 0;
        loop {
            let failure = match self.exchange.send(request).and_then(|answer| judge(&answer)) {
                Ok(good) => return Ok(good),
                Err(failure) => failure,
            };
            let Retry::Later(asked) = failure.retry else { return Err(failure) };
            let safe = request.repeatable || failure.arrival == Arrival::NotTaken;
            if !safe || tried == self.retries {
                return Err(failure);
            }
            let pause = asked.unwrap_or_else(|| pause(tried, request));
            if pause > PATIENCE {
                return Err(waiting(failure, pause));
            }
            (self.clock.sleep)(pause);
            tried += 1;
        }
    }
}

/// Half to one and a half of what the number of tries says.
fn pause(tried: u32, request: &Request) -> Duration {
    let mut hash = blake3::Hasher::new();
    hash.update(request.url.as_bytes()).update(&request.body).update(&tried.to_le_bytes());
    let chance = f64::from(hash.finalize().as_bytes()[0]) / 255.0;
    let pause = PAUSE.saturating_mul(2_u32.saturating_pow(tried)).mul_f64(0.5 + chance);
    pause.min(PATIENCE)
}

fn waiting(failure: Failure, pause: Duration) -> Failure {
    let minutes = pause.as_secs().div_ceil(60);
    let text = Text::new(
        format!("{}（对方要求 {minutes} 分钟后再来）", failure.text.zh),
        format!("{} (the far side asks to come back in {minutes} minutes)", failure.text.en),
    );
    Failure { text, reach: Reach::Channel, ..failure }
}

/// Whether an answer is one of success; else what its status means.
pub fn accepted(answer: &Answer, now: Timestamp) -> Result<(), Failure> {
    let status = answer.status;
    let said =
        |zh: &str, en: &str| Text::new(format!("{zh}（HTTP {status}）"), format!("{en} (HTTP {status})"));
    let wait = answer.header("retry-after").and_then(|it| retry_after(it, now));
    Err(match status {
        200..=299 => return Ok(()),
        401 | 403 => {
            Failure::of_channel(said("对方不认这个密钥或账号", "the far side refuses the secret or account"))
        }
        404 | 405 | 410 => Failure::of_channel(said(
            "对方没有这个网址；核对 `网址`",
            "the far side has no such address; look at `address`",
        )),
        413 => Failure::of_article(said(
            "对方嫌太大；减小图片或放宽不了就分篇",
            "it is too large for the far side",
        )),
        408 | 425 | 429 | 503 => {
            Failure::passing(said("对方忙，请过一会儿再发", "the far side is busy"), Arrival::NotTaken, wait)
        }
        500 | 502 | 504 => {
            Failure::passing(said("对方出了故障", "the far side has a fault"), Arrival::Unknown, wait)
        }
        _ => Failure::of_article(said("对方不收", "the far side refuses it")),
    })
}

/// RFC 9110, section 10.2.3: seconds, or a date.
fn retry_after(value: &str, now: Timestamp) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = jiff::fmt::rfc2822::parse(value).ok()?.timestamp();
    Some(Duration::from_secs(u64::try_from(date.as_second() - now.as_second()).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_far_side_says_when_to_come_back() {
        let now = "2026-11-25T02:00:00Z".parse().expect("a moment");
        assert_eq!(retry_after("120", now), Some(Duration::from_secs(120)));
        let date = retry_after("Wed, 25 Nov 2026 02:00:07 GMT", now);
        assert_eq!(date, Some(Duration::from_secs(7)));
        assert_eq!(retry_after("Wed, 25 Nov 2026 01:00:00 GMT", now), Some(Duration::ZERO));
        assert_eq!(retry_after("soon", now), None);
    }

    #[test]
    fn pauses_grow_and_differ() {
        let request = |url: &str| Request {
            method: "POST",
            url: url.to_owned(),
            headers: Vec::new(),
            body: Vec::new(),
            repeatable: true,
            sample: String::new(),
        };
        let (a, b) = (request("https://a.example/"), request("https://b.example/"));
        let pauses: Vec<Duration> = (0..9).map(|tried| pause(tried, &a)).collect();
        for (tried, pause) in pauses.iter().enumerate() {
            let usual = 2_f64.powi(i32::try_from(tried).expect("few"));
            let range = (usual * 0.5).min(60.0)..=(usual * 1.5).min(60.0);
            assert!(range.contains(&pause.as_secs_f64()), "{tried}: {pause:?}");
        }
        assert_ne!(pause(3, &a), pause(3, &b));
    }
}
