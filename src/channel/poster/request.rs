//! The arguments of `fit(…)`.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, Visitor};

/// What a template asks for with `fit(…)`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// What is fitted, for telling what was cut: `title`.
    pub name: String,
    /// The texts, one under the other.
    pub items: Vec<String>,
    /// Width of the box.
    #[serde(deserialize_with = "length")]
    pub width: f64,
    /// Height of the box; as high as it gets by default.
    #[serde(default, deserialize_with = "some_length")]
    pub height: Option<f64>,
    /// Sizes of type, the best first.
    #[serde(deserialize_with = "lengths")]
    pub sizes: Vec<f64>,
    /// The number of lines at most that each text may have.
    pub lines: Option<usize>,
    /// The number of texts at most.
    pub most: Option<usize>,
    /// From base line to base line, in ems.
    #[serde(default = "leading", deserialize_with = "length")]
    pub leading: f64,
    /// Space between texts, in ems.
    #[serde(default, deserialize_with = "length")]
    pub gap: f64,
    /// Whether to set bold type.
    #[serde(default)]
    pub bold: bool,
    /// Whether lines are to be of about the same length, as in titles.
    #[serde(default)]
    pub balanced: bool,
}

fn leading() -> f64 {
    1.4
}

/// A number of a template, which is whole or not as it happens.
struct Length(f64);

impl<'de> Deserialize<'de> for Length {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Length, D::Error> {
        struct Numbers;
        impl Visitor<'_> for Numbers {
            type Value = Length;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a number")
            }

            fn visit_f64<E: Error>(self, number: f64) -> Result<Length, E> {
                Ok(Length(number))
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Length, E> {
                Ok(Length(number as f64))
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Length, E> {
                Ok(Length(number as f64))
            }

            fn visit_i128<E: Error>(self, number: i128) -> Result<Length, E> {
                Ok(Length(number as f64))
            }
        }
        deserializer.deserialize_any(Numbers)
    }
}

fn length<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    Length::deserialize(deserializer).map(|it| it.0)
}

fn some_length<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    length(deserializer).map(Some)
}

fn lengths<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<f64>, D::Error> {
    Ok(Vec::<Length>::deserialize(deserializer)?.into_iter().map(|it| it.0).collect())
}
