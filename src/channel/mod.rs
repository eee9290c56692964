//! Where articles go beside the site: the forms that other places need, and how they are chosen.

pub mod speech;
pub mod wechat;
