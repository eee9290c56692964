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
    Ok(fixed_day(given)?.unwrap_or_else(today))
}

/// The day that was asked for, whatever the clock says.
pub fn fixed_day(given: Option<Date>) -> Result<Option<Date>> {
    if given.is_some() {
        return Ok(given);
    }
    let Ok(text) = std::env::var("SOURCE_DATE_EPOCH") else { return Ok(None) };
    let second = text.trim().parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
    let second = second.ok_or_else(|| {
        refuse(
            format!("SOURCE_DATE_EPOCH 是 `{text}`，应是 1970 年以来的秒数"),
            format!("SOURCE_DATE_EPOCH is `{text}`, expected seconds since 1970"),
        )
    })?;
    Ok(Some(day_of(second)))
}

/// The day of the clock.
pub fn today() -> Date {
    day_of(Timestamp::now())
}

fn day_of(moment: Timestamp) -> Date {
    SHANGHAI.to_datetime(moment).date()
}

/// UTC+8 without daylight saving, as Asia/Shanghai has been since 1991; needs no zone data.
const SHANGHAI: Offset = Offset::constant(8);
