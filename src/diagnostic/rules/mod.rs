//! Every rule, defined by what it is about.

mod channel;
mod file;
mod service;
mod site;
mod table;
mod text;

pub use channel::*;
pub use file::*;
pub use service::*;
pub use site::*;
pub use table::*;
pub use text::*;

use super::Rule;

/// Every rule, sorted by id.
pub static RULES: &[&Rule] = &[
    &ACTIVITY_CHANGE_CLASH,
    &ACTIVITY_CHANGE_TWICE,
    &ACTIVITY_CHANGE_UNUSED,
    &ACTIVITY_END_BEFORE_START,
    &ACTIVITY_EXCEPT_UNUSED,
    &ACTIVITY_NO_DATE,
    &ACTIVITY_RECURRENCE,
    &ACTIVITY_RECURRENCE_LONG,
    &ACTIVITY_START_OFF_RULE,
    &ATTACHMENT,
    &BAD_BOOLEAN,
    &BAD_DATE,
    &BAD_PATH,
    &BAD_SLUG,
    &BAD_URL,
    &BAD_YEAR,
    &BROKEN_ANCHOR,
    &BROKEN_LINK,
    &CALENDAR_STATE_LINE,
    &CALENDAR_TOO_LARGE,
    &CHANNEL_DELIVERY,
    &CHANNEL_ID,
    &CHANNEL_IMAGE,
    &CHANNEL_SELECTS_NOTHING,
    &CHANNEL_SUMMARY_TOO_LONG,
    &CHANNEL_TEXT_TOO_LONG,
    &CHANNEL_TITLE_TOO_LONG,
    &CHANNEL_TOO_MANY_IMAGES,
    &CHANNEL_TWICE,
    &CHANNEL_UNKNOWN_TOPIC,
    &CONFIG_BASE_URL,
    &CONFIG_COLOR,
    &CONFIG_FEED_HUB,
    &CONFIG_FEED_ID,
    &CONFIG_PAGE_SIZE,
    &CONFIG_PERMALINK,
    &CONFIG_REQUIRED,
    &CONFIG_SYNTAX,
    &CONFIG_TAG_SLUG,
    &CONFIG_TOO_MANY,
    &CONFIG_TOPIC_ID,
    &CONFIG_TOPIC_TWICE,
    &CONFIG_UNKNOWN_KEY,
    &CONFIG_UNSAFE_LINK,
    &CONTROL_CHARACTER,
    &CONTROL_CHARACTER_IN_DATA,
    &COURSE_PEOPLE_RANGE,
    &COVER_WITHOUT_ALT,
    &DEAD_NAVIGATION,
    &DUPLICATE_ANCHOR,
    &DUPLICATE_KEY,
    &DUPLICATE_PATH,
    &EXPIRED,
    &FEED_NAME_CLASH,
    &FEED_SELECTION,
    &FEED_TAG,
    &FILE_NAME_NOT_UTF8,
    &FILE_NOT_AS_NAMED,
    &FILE_TOO_LARGE,
    &FRONT_MATTER_SYNTAX,
    &FRONT_MATTER_TOO_LARGE,
    &FRONT_MATTER_UNCLOSED,
    &HEADING_ATTRIBUTES,
    &HOLIDAYS_UNKNOWN,
    &HTML_OUTSIDE_CELLS,
    &HTML_REMOVED,
    &HTML_UNCLOSED,
    &IMAGE_WITHOUT_ALT,
    &LINK_OUT_OF_SITE,
    &LINK_TO_DATA,
    &LINK_TO_HIDDEN,
    &LINK_TO_UNPUBLISHED,
    &MISSING_COVER,
    &MISSING_FIELD,
    &MISSING_IMAGE,
    &MISSING_PART,
    &MORE_ERRORS,
    &MORE_WARNINGS,
    &NESTED_TOO_DEEPLY,
    &NOT_TEXT,
    &PAGE_IN_PAGE,
    &PHOTO_WITH_METADATA,
    &POSTER_CHARACTER,
    &POSTER_CUT,
    &REQUEST_ACTIVITY,
    &REQUEST_COURSE_PAUSED,
    &REQUEST_DATES,
    &REQUEST_NOT_SERVED,
    &RESERVED_PATH,
    &REVIEW_IN_FUTURE,
    &REVIEWED_BEFORE_UPDATE,
    &SERVICE_PILOT,
    &SURPLUS_CELLS,
    &TABLE_BAD_DATE,
    &TABLE_BAD_NUMBER,
    &TABLE_BAD_TIME,
    &TABLE_CELL_SHAPE,
    &TABLE_COLUMN_TWICE_IN_ROW,
    &TABLE_COVERED_CELL,
    &TABLE_DUPLICATE_COLUMN,
    &TABLE_DUPLICATE_ID,
    &TABLE_ENCODING,
    &TABLE_FILE_TOO_LARGE,
    &TABLE_HIDDEN,
    &TABLE_LONG_LIST,
    &TABLE_MISSING_COLUMN,
    &TABLE_MISSING_VALUE,
    &TABLE_NAMELESS_COLUMN,
    &TABLE_NO_HEADER,
    &TABLE_OPEN_QUOTE,
    &TABLE_PASSWORD,
    &TABLE_PRIVATE_HEADING,
    &TABLE_PRIVATE_NAME,
    &TABLE_ROW_SHAPE,
    &TABLE_ROW_WIDTH,
    &TABLE_RUN_ON_VALUE,
    &TABLE_SHAPE,
    &TABLE_SYNTAX,
    &TABLE_TOO_LARGE,
    &TABLE_UNKNOWN_COLUMN,
    &TABLE_UNKNOWN_KIND,
    &TABLE_UNKNOWN_REFERENCE,
    &TABLE_UNKNOWN_SHEET,
    &TABLE_UNKNOWN_VALUE,
    &TABLE_UNREADABLE,
    &TABLE_WORKBOOK_TOO_LARGE,
    &TOO_MANY_ELEMENTS,
    &TOO_MANY_LINKED_FILES,
    &UNKNOWN_ACTIVITY,
    &UNKNOWN_CHANNEL,
    &UNKNOWN_KEY,
    &UNKNOWN_SEASON,
    &UNKNOWN_TOPIC,
    &UNKNOWN_VERDICT,
    &UNREADABLE_FILE,
    &UNREVIEWED,
    &UNSAFE_IMAGE,
    &UNSAFE_LINK,
    &UNUSED_DEFINITION,
    &UNUSED_FOOTNOTE,
    &VENUE_POSITION,
    &VOLUNTEERS_DOUBTFUL,
    &VOLUNTEERS_IN_FUTURE,
    &VOLUNTEERS_TWICE,
    &WRONG_TYPE,
];

/// The rule called `id`.
pub fn get(id: &str) -> Option<&'static Rule> {
    RULES.binary_search_by_key(&id, |rule| rule.id).ok().map(|index| RULES[index])
}

/// A rule is written as its id.
pub mod by_id {
    use std::borrow::Cow;

    use serde::de::{Deserialize as _, Deserializer, Error as _};
    use serde::ser::Serializer;

    use super::{Rule, get};

    pub fn serialize<S: Serializer>(rule: &Rule, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(rule.id)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'static Rule, D::Error> {
        let id = Cow::<str>::deserialize(deserializer)?;
        get(&id).ok_or_else(|| D::Error::custom("no such rule"))
    }
}
