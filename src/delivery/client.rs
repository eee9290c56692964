//! The real world: HTTP by `ureq`, folders by `fs`.

use std::io::Read as _;
use std::path::Path;
use std::time::Duration;

use anyhow::Result;
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use url::{Host, Url};

use super::exchange::{Answer, Arrival, Exchange, Failure, Request};
use crate::channel::bundle::sha256;
use crate::diagnostic::{Explain as _, Text, refuse};
use crate::fs;

/// Makes requests: certificates are verified, what is not encrypted stays on this machine unless the channel
/// says otherwise, and no secret follows a redirect to another host.
pub struct Client {
    agent: ureq::Agent,
    plain_http: bool,
}

/// How often one request is sent on.
const REDIRECTS: usize = 3;

impl Client {
    /// A client whose requests take `timeout` at most, and that trusts `certificates` (PEM) in place of the
    /// usual authorities.
    ///
    /// # Errors
    ///
    /// There is no certificate in them.
    pub fn new(timeout: Duration, plain_http: bool, certificates: Option<&[u8]>) -> Result<Client> {
        let mut tls = TlsConfig::builder();
        if let Some(pem) = certificates {
            tls = tls.root_certs(roots(pem)?);
        }
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .allow_non_standard_methods(true)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(timeout))
            .timeout_connect(Some(timeout.min(Duration::from_secs(10))))
            .user_agent(concat!("kepu/", env!("CARGO_PKG_VERSION")))
            .tls_config(tls.build())
            .build();
        Ok(Client { agent: config.new_agent(), plain_http })
    }

    fn once(&self, url: &Url, request: &Request) -> Result<Answer, Failure> {
        let mut builder = ureq::http::Request::builder().method(request.method).uri(url.as_str());
        for (name, value) in &request.headers {
            builder = builder.header(name, value);
        }
        let whole = builder.body(request.body.as_slice()).map_err(|error| {
            Failure::of_article(Text::new(format!("请求写不成：{error}"), format!("no request: {error}")))
        })?;
        let mut response = self.agent.run(whole).map_err(|error| failure(&error))?;
        let headers = response.headers().iter();
        let headers = headers
            .filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned())));
        let mut answer =
            Answer { status: response.status().as_u16(), headers: headers.collect(), ..Answer::default() };
        // What was answered counts even if it breaks off, or goes on without end.
        let read = response.body_mut().as_reader().take(Answer::MOST + 1).read_to_end(&mut answer.body);
        answer.cut = read.is_err() || answer.body.len() as u64 > Answer::MOST;
        answer.body.truncate(usize::try_from(Answer::MOST).unwrap_or(usize::MAX));
        Ok(answer)
    }

    /// Whether `url` may be asked.
    fn admit(&self, url: &Url) -> Result<(), Failure> {
        let loopback = match url.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        };
        match url.scheme() {
            "https" => Ok(()),
            "http" if loopback || self.plain_http => Ok(()),
            _ => Err(Failure::of_channel(Text::new(
                "网址没有加密（不是 https），密钥会被路上的人看到；确要这样，在渠道里写 `plain_http: true`",
                "the address is not encrypted (https), anybody on the way could read the secret; if it has to be, write `plain_http: true`",
            ))),
        }
    }
}

impl Exchange for Client {
    fn send(&self, request: &Request) -> Result<Answer, Failure> {
        let mut url = address(&request.url)?;
        for _ in 0..=REDIRECTS {
            self.admit(&url)?;
            let answer = self.once(&url, request)?;
            if !matches!(answer.status, 301 | 302 | 303 | 307 | 308) {
                return Ok(answer);
            }
            let to = answer.header("location").and_then(|to| url.join(to).ok());
            let same = to.as_ref().is_some_and(|to| to.origin() == url.origin());
            match to {
                // The others would turn what is sent into a question for a page.
                Some(to) if same && matches!(answer.status, 307 | 308) => url = to,
                Some(to) => return Err(redirected(&to)),
                None => break,
            }
        }
        Err(Failure::of_channel(Text::new(
            "对方把请求转来转去，没有转到头",
            "the far side sends the request round in circles",
        )))
    }

    fn put(&self, path: &Path, bytes: &[u8]) -> Result<()> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        // Who empties the folder leaves hidden files alone.
        let staged = path.with_file_name(format!(".{name}.part"));
        fs::remove(&staged)?;
        fs::write_new(&staged, bytes)?;
        fs::rename(&staged, path)
    }

    fn take_back(&self, path: &Path, sum: &str) -> Result<()> {
        let ours = fs::read(path).is_ok_and(|bytes| sha256(&bytes) == sum);
        if ours { fs::remove_file(path) } else { Ok(()) }
    }
}

/// A whole address, or what is wrong with it.
fn address(written: &str) -> Result<Url, Failure> {
    Url::parse(written.trim()).ok().filter(Url::has_host).ok_or_else(|| {
        Failure::of_channel(Text::new(
            "网址写得不对，应是 `https://…`",
            "the address is none; write `https://…`",
        ))
    })
}

/// The host alone is told: the rest may hold what is secret.
fn redirected(to: &Url) -> Failure {
    let (scheme, host) = (to.scheme(), to.host_str().unwrap_or_default());
    Failure::of_channel(Text::new(
        format!("对方让改去 `{scheme}://{host}`，没有跟去，密钥也没有给它；确认后把 `网址` 改成新的"),
        format!(
            "the far side sends us to `{scheme}://{host}`; we did not go, and it got no secret; if it is right, change `address`"
        ),
    ))
}

fn failure(error: &ureq::Error) -> Failure {
    use std::io::ErrorKind;
    use ureq::{Error, Timeout};
    let not_taken = |zh: &str, en: &str| Failure::passing(Text::new(zh, en), Arrival::NotTaken, None);
    match error {
        Error::HostNotFound => not_taken("找不到对方的主机；网络通吗，`网址` 对吗", "the host is not found"),
        Error::ConnectionFailed | Error::Timeout(Timeout::Connect | Timeout::Resolve) => {
            not_taken("连不上对方", "no connection to the far side")
        }
        Error::Io(io) if io.kind() == ErrorKind::ConnectionRefused => {
            not_taken("连不上对方：对方没有开这个端口", "no connection: it is refused")
        }
        Error::Tls(reason) => untrusted(reason),
        Error::Rustls(reason) => untrusted(&reason.to_string()),
        // `rustls` tells what it finds in a handshake through the stream.
        Error::Io(io) if io.kind() == ErrorKind::InvalidData => untrusted(&io.to_string()),
        Error::Timeout(_) => Failure::passing(
            Text::new("等了太久，对方没有答完", "the far side did not answer in time"),
            Arrival::Unknown,
            None,
        ),
        Error::BadUri(_) | Error::Http(_) => Failure::of_channel(Text::new(
            format!("请求写不成：{error}"),
            format!("no request can be made: {error}"),
        )),
        Error::Io(io) => {
            let said = crate::diagnostic::of_system(io);
            let text =
                Text::new(format!("连接断了：{}", said.zh), format!("the connection broke: {}", said.en));
            Failure::passing(text, Arrival::Unknown, None)
        }
        _ => Failure::passing(
            Text::new(format!("连接断了：{error}"), format!("the connection broke: {error}")),
            Arrival::Unknown,
            None,
        ),
    }
}

fn untrusted(reason: &str) -> Failure {
    Failure::of_channel(Text::new(
        format!("对方的证书不可信，什么也没有发：{reason}"),
        format!("the certificate of the far side cannot be trusted, nothing was sent: {reason}"),
    ))
}

/// The authorities in `pem`.
fn roots(pem: &[u8]) -> Result<RootCerts> {
    let mut certificates: Vec<Certificate<'static>> = Vec::new();
    for item in parse_pem(pem) {
        let item =
            item.explain(|| Text::new("证书文件读不懂，要 PEM 格式", "the certificates are no PEM"))?;
        if let PemItem::Certificate(certificate) = item {
            certificates.push(certificate);
        }
    }
    if certificates.is_empty() {
        return Err(refuse("证书文件里没有证书", "there is no certificate in the file"));
    }
    Ok(RootCerts::new_with_certs(&certificates))
}
