//! What a path of the output may be: an allow-list, so that each is a plain file name on every
//! system, in every address and in a line of a list.
//!
//! It knows nothing of files, content or settings; those who make paths and those who publish them
//! ask here.

use crate::diagnostic::Text;

/// The longest path, in bytes: Windows allows 260 with the folder of the site before it.
pub const LONGEST: usize = 240;

/// The longest name in a path, in bytes: 255 on nearly all systems, less the endings we add while
/// writing.
const LONGEST_NAME: usize = 220;

/// What is wrong with a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It is empty, or there is nothing between two `/`.
    Empty,
    /// A character that is no ASCII letter or digit, nor `-`, `_`, `.` or `/`.
    Character(char),
    /// A name that begins or ends with a dot: hidden, leading upwards, or cut short by Windows.
    Dot,
    /// A name that is a device on Windows, with any ending.
    Device(String),
    /// Longer than a system can hold.
    Long,
}

impl Fault {
    /// In words that follow the path.
    pub fn text(&self) -> Text {
        match self {
            Fault::Empty => Text::new("有一段是空的", "a part of it is empty"),
            Fault::Character(it) => {
                // A control character is named, not put on a terminal.
                let it = it.escape_debug();
                Text::new(
                    format!("`{it}` 不能用，只能有字母、数字、`-`、`_`、`.` 和 `/`"),
                    format!("`{it}` is none of letters, digits, `-`, `_`, `.` and `/`"),
                )
            }
            Fault::Dot => Text::new("有一段以 `.` 开头或结尾", "a part of it begins or ends with `.`"),
            Fault::Device(name) => {
                Text::new(format!("`{name}` 是 Windows 的设备名"), format!("`{name}` is a device on Windows"))
            }
            Fault::Long => Text::new("太长", "it is too long"),
        }
    }
}

/// What is wrong with `path`; `None` if it can be published everywhere.
pub fn fault(path: &str) -> Option<Fault> {
    let allowed = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '.' | '/');
    if let Some(character) = path.chars().find(|it| !allowed(*it)) {
        return Some(Fault::Character(character));
    }
    if path.len() > LONGEST {
        return Some(Fault::Long);
    }
    path.split('/').find_map(|name| match name {
        "" => Some(Fault::Empty),
        _ if name.starts_with('.') || name.ends_with('.') => Some(Fault::Dot),
        _ if is_device(name) => Some(Fault::Device(name.to_owned())),
        _ => (name.len() > LONGEST_NAME).then_some(Fault::Long),
    })
}

/// Whether Windows takes a file of this name for a device: `con`, `NUL.txt`, `com1.a.html`.
///
/// <https://learn.microsoft.com/windows/win32/fileio/naming-a-file>
pub fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).to_ascii_lowercase();
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul")
        || ["com", "lpt"].iter().any(|port| {
            stem.strip_prefix(port).is_some_and(|it| it.len() == 1 && it.as_bytes()[0].is_ascii_digit())
        })
}

/// The folders that a path lies in, from the outermost.
pub fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_a_path_may_not_be() {
        for (path, wanted) in [
            ("", Fault::Empty),
            ("a//b", Fault::Empty),
            ("/a", Fault::Empty),
            ("a/", Fault::Empty),
            ("a\nb", Fault::Character('\n')),
            ("a\\b", Fault::Character('\\')),
            ("C:/x", Fault::Character(':')),
            ("%2e%2e/x", Fault::Character('%')),
            ("盐.html", Fault::Character('盐')),
            ("a/../b", Fault::Dot),
            (".kepu-files", Fault::Dot),
            ("a./b", Fault::Dot),
            ("a/CON.html", Fault::Device("CON.html".into())),
            ("com1.b.html", Fault::Device("com1.b.html".into())),
        ] {
            assert_eq!(fault(path), Some(wanted), "{path:?}");
        }
        assert_eq!(fault(&"a/".repeat(150)), Some(Fault::Long));
        assert_eq!(fault(&"a".repeat(230)), Some(Fault::Long));
        for path in ["index.html", "a/b-c_d.2.html", "com10.html", "console.html", "a/nulle/x"] {
            assert_eq!(fault(path), None, "{path}");
        }
    }

    proptest! {
        #[test]
        fn a_good_path_is_a_plain_one_inside(path in "[a-cA-C./\\\\:\\-\n\0é ]{0,12}") {
            if fault(&path).is_none() {
                let root = std::path::Path::new("root");
                let inside = crate::fs::join_inside(root, &path).unwrap();
                prop_assert_eq!(inside.components().count(), path.split('/').count() + 1);
                prop_assert_eq!(path.lines().collect::<Vec<_>>(), vec![path.as_str()]);
            }
        }
    }
}
