//! What stops a command: not a problem of the content, but a folder that cannot be written, an argument
//! that makes no sense. In both languages, as problems are; `cli` shows it.

use std::error::Error;
use std::fmt;
use std::io;

use anyhow::Result;

use super::Text;

/// Why a command is not carried out.
#[derive(Debug)]
pub struct Refusal {
    text: Text,
    source: Option<anyhow::Error>,
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text.en)
    }
}

impl Error for Refusal {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_ref().map(|source| source.as_ref() as _)
    }
}

/// A refusal that nothing else has caused.
pub fn refuse(zh: impl Into<String>, en: impl Into<String>) -> anyhow::Error {
    anyhow::Error::new(Refusal { text: Text::new(zh, en), source: None })
}

/// Says of a failure what it means for the command.
pub trait Explain<T> {
    /// The value, or a refusal with these words before those of the failure.
    ///
    /// # Errors
    ///
    /// There is no value.
    fn explain(self, text: impl FnOnce() -> Text) -> Result<T>;
}

impl<T, E: Into<anyhow::Error>> Explain<T> for Result<T, E> {
    fn explain(self, text: impl FnOnce() -> Text) -> Result<T> {
        self.map_err(|error| anyhow::Error::new(Refusal { text: text(), source: Some(error.into()) }))
    }
}

/// An error and its causes in words, the outermost first.
pub fn words(error: &anyhow::Error) -> Text {
    let mut text = Text::default();
    let mut say = |said: &Text| {
        if !text.en.is_empty() {
            text.zh.push('：');
            text.en.push_str(": ");
        }
        text.zh.push_str(&said.zh);
        text.en.push_str(&said.en);
    };
    let mut rest = Some(error);
    while let Some(error) = rest.take() {
        if let Some(refusal) = error.downcast_ref::<Refusal>() {
            say(&refusal.text);
            rest = refusal.source.as_ref();
        } else if let Some(error) = error.downcast_ref::<io::Error>() {
            say(&of_system(error));
        } else {
            error.chain().for_each(|cause| say(&Text::new(cause.to_string(), cause.to_string())));
        }
    }
    text
}

/// What the operating system reports, which it does in English here.
pub fn of_system(error: &io::Error) -> Text {
    use io::ErrorKind as Kind;
    let zh = match error.kind() {
        Kind::NotFound => "找不到",
        Kind::PermissionDenied => "没有权限",
        Kind::AlreadyExists => "已经有了",
        Kind::StorageFull | Kind::QuotaExceeded => "磁盘满了",
        Kind::ReadOnlyFilesystem => "只读，不能写",
        Kind::NotADirectory => "不是文件夹",
        Kind::IsADirectory => "是文件夹，不是文件",
        Kind::DirectoryNotEmpty => "文件夹不是空的",
        Kind::FileTooLarge => "文件太大",
        Kind::ResourceBusy => "正被别的程序占用",
        Kind::CrossesDevices => "不在同一个磁盘上",
        Kind::AddrInUse => "端口被占用",
        _ => return Text::new(error.to_string(), error.to_string()),
    };
    Text::new(zh, error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn causes_are_told_in_either_language() {
        let failed: Result<(), io::Error> = Err(io::ErrorKind::PermissionDenied.into());
        let inner = failed.explain(|| Text::new("写不了 `a`", "cannot write `a`"));
        let outer = inner.explain(|| Text::new("没有生成 `b`", "cannot make `b`")).expect_err("a failure");
        let said = words(&outer);
        assert_eq!(said.zh, "没有生成 `b`：写不了 `a`：没有权限");
        assert!(said.en.starts_with("cannot make `b`: cannot write `a`: permission denied"), "{}", said.en);
        assert_eq!(format!("{outer:#}"), said.en);
    }
}
