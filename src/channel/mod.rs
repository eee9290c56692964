//! Where articles go beside the site: the forms that other places need, and how they are chosen.

pub mod brief;
pub mod bundle;
pub mod card;
pub mod closing;
pub mod daily;
pub mod drawing;
pub mod loudspeaker;
pub mod make;
pub mod message;
mod pictograph;
pub mod picture;
pub mod poster;
pub mod preview;
pub mod speech;
pub mod wechat;
