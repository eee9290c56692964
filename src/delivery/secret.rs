//! Secrets: where they come from, and that they go nowhere but into requests.

use std::sync::RwLock;

use anyhow::Result;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::diagnostic::{Text, refuse};

/// The values of the environment that a channel names, and what was got for them. Whatever is shown or
/// written is passed through [`Secrets::redact`].
pub struct Secrets<'e> {
    environment: &'e (dyn Fn(&str) -> Option<String> + Sync),
    /// Every form in which a secret may turn up, the longest first.
    forms: RwLock<Vec<String>>,
}

/// What stands for a secret.
const HIDDEN: &str = "［密］";
/// A shorter one would turn up everywhere by chance.
const SHORTEST: usize = 4;

impl<'e> Secrets<'e> {
    /// `environment` gives the value of a variable.
    pub fn new(environment: &'e (dyn Fn(&str) -> Option<String> + Sync)) -> Secrets<'e> {
        Secrets { environment, forms: RwLock::default() }
    }

    /// The secret in the variable `name`.
    ///
    /// # Errors
    ///
    /// It is not set, or too short to be one.
    pub fn get(&self, name: &str) -> Result<String> {
        let value = (self.environment)(name).map(|value| value.trim().to_owned()).unwrap_or_default();
        if value.is_empty() {
            return Err(refuse(
                format!("环境变量 `{name}` 没有设；密钥放在里面，不写进文件"),
                format!(
                    "the environment variable `{name}` is not set; the secret goes there, not into a file"
                ),
            ));
        }
        if value.chars().count() < SHORTEST {
            return Err(refuse(
                format!("环境变量 `{name}` 的值太短，不像密钥"),
                format!("the value of `{name}` is too short for a secret"),
            ));
        }
        self.hide(&value);
        Ok(value)
    }

    /// From now on, `value` is a secret too: a token, what was made of a password.
    pub fn hide(&self, value: &str) {
        if value.chars().count() < SHORTEST {
            return;
        }
        let json = serde_json::Value::from(value).to_string();
        let percent = percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC);
        let form: String = url::form_urlencoded::byte_serialize(value.as_bytes()).collect();
        let forms = [
            value.to_owned(),
            json.trim_matches('"').to_owned(),
            percent.to_string(),
            form,
            STANDARD.encode(value),
        ];
        let mut known = self.forms.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        known.extend(forms);
        known.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        known.dedup();
    }

    /// `text` without secrets.
    pub fn redact(&self, text: &str) -> String {
        let known = self.forms.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        known.iter().fold(text.to_owned(), |text, form| {
            if text.contains(form.as_str()) { text.replace(form.as_str(), HIDDEN) } else { text }
        })
    }

    /// Both wordings without secrets.
    pub fn redact_text(&self, text: &Text) -> Text {
        Text::new(self.redact(&text.zh), self.redact(&text.en))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_form_of_a_secret_is_shown() {
        let environment = |name: &str| (name == "KEY").then(|| "p@ss \"wörd\"/1".to_owned());
        let secrets = Secrets::new(&environment);
        let secret = secrets.get("KEY").expect("it is set");
        assert!(secrets.get("OTHER").is_err());
        for form in [
            secret.clone(),
            serde_json::json!({ "a": secret }).to_string(),
            url::form_urlencoded::Serializer::new(String::new()).append_pair("k", &secret).finish(),
            percent_encoding::utf8_percent_encode(&secret, percent_encoding::NON_ALPHANUMERIC).to_string(),
            STANDARD.encode(&secret),
        ] {
            let shown = secrets.redact(&format!("before {form} after"));
            assert!(shown.contains(HIDDEN) && !shown.contains("rd"), "{form} → {shown}");
        }
        secrets.hide("ACCESS_TOKEN_1");
        assert_eq!(secrets.redact("a=ACCESS_TOKEN_1&b"), format!("a={HIDDEN}&b"));
    }

    #[test]
    fn what_is_no_secret_is_refused() {
        let environment = |_: &str| Some("abc".to_owned());
        assert!(Secrets::new(&environment).get("KEY").is_err());
    }
}
