//! Forms of an article for other places than the site: what is shared in groups and hung on walls.
//!
//! A form takes plain values and gives bytes. Nothing here knows the site's model, reads files or
//! decides what is published.

pub mod poster;
