//! What is written from a body: each form walks the tree, and none knows Markdown.

pub mod html;
pub mod outline;
pub mod plain;
