//! Closed lists of words that editors choose from, each defined in one place.

/// A word of a closed list.
pub trait Word: Copy {
    /// The word that `text` names, in Chinese, by its id, or in another known spelling.
    fn named(text: &str) -> Option<Self>;

    /// The Chinese names of all words.
    fn names() -> Vec<&'static str>;
}

/// Defines a closed list of words: each has an id for class names and data, the Chinese name that
/// editors write, and other spellings that are understood.
macro_rules! vocabulary {
    ($(#[$meta:meta])* $name:ident { $($variant:ident $id:literal $chinese:literal [$($alias:literal),*])* }) => {
        $(#[$meta])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, ::serde::Serialize, ::serde::Deserialize,
        )]
        pub enum $name {
            $(#[doc = $chinese] $variant,)*
        }

        impl $name {
            /// Every value in its usual order.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            /// The Chinese name.
            pub fn name(self) -> &'static str {
                match self { $($name::$variant => $chinese),* }
            }

            /// The ASCII id, used in class names and data.
            pub fn id(self) -> &'static str {
                match self { $($name::$variant => $id),* }
            }

            /// The value that a word names, in Chinese, by its id, or in another known spelling.
            pub fn of(word: &str) -> Option<$name> {
                match word {
                    $($id | $chinese $(| $alias)* => Some($name::$variant),)*
                    _ => None,
                }
            }
        }

        impl $crate::model::vocabulary::Word for $name {
            fn named(text: &str) -> Option<$name> {
                $name::of(text)
            }

            fn names() -> Vec<&'static str> {
                $name::ALL.iter().map(|word| word.name()).collect()
            }
        }
    };
}

pub(super) use vocabulary;
