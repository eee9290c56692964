//! The build's day: the one place that looks at the clock.

#![allow(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]

use anyhow::Result;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use crate::diagnostic::refuse;

/// `--as-of`, else the day of SOURCE_DATE_EPOCH (reproducible-builds.org), else today; days are those
/// of Asia/Shanghai wherever the build runs.
pub fn build_day(given: Option<Date>) -> Result<Date> {
    if let Some(day) = given {
        return Ok(day);
    }
    let now = match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(text) => {
            text.trim().parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok()).ok_or_else(
                || {
                    refuse(
                        format!("SOURCE_DATE_EPOCH 是 `{text}`，应是 1970 年以来的秒数"),
                        format!("SOURCE_DATE_EPOCH is `{text}`, expected seconds since 1970"),
                    )
                },
            )?
        }
        Err(_) => Timestamp::now(),
    };
    Ok(SHANGHAI.to_datetime(now).date())
}

/// UTC+8 without daylight saving, as Asia/Shanghai has been since 1991; needs no zone data.
const SHANGHAI: Offset = Offset::constant(8);
