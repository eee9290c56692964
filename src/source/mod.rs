//! The editors' files: found, told apart by where they stand, read once.
//!
//! This room knows folders and file names; it does not know what the files say.

pub mod table;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Place, Text, rules};
use crate::fs::{self, FaultReason, Trace};
use crate::model::SourcePath;

/// The largest text file that is read, in bytes. An article is some kilobytes; what is larger has
/// come here by mistake, and parsing it would only hide that.
pub const LARGEST_TEXT: u64 = 8 * 1024 * 1024;
/// The largest spreadsheet that is read, in bytes.
const LARGEST_TABLE: u64 = 64 * 1024 * 1024;

/// What a file is for, told by where it stands and its extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `site.yaml`
    Config,
    /// `content/articles/**/*.md`
    Article,
    /// `content/pages/**/*.md`
    Page,
    /// A table under `content/data`.
    Table,
    /// A file of the site's `themes/kepu`.
    Theme,
    /// `state/calendar.jsonl`: what was published of the activities.
    Announcements,
    /// Everything else under `content`: pictures and the like.
    Asset,
}

impl Kind {
    /// What the file at `path` (relative to the site) is for; `None` if it is not ours.
    pub fn of(path: &str) -> Option<Kind> {
        let name = path.rsplit('/').next().unwrap_or(path);
        // Excel and WPS leave such a file beside each open workbook.
        if path.split('/').any(|part| part.starts_with('.')) || name.starts_with("~$") {
            return None;
        }
        if path == crate::config::FILE_NAME {
            return Some(Kind::Config);
        }
        if path.starts_with(THEME_FOLDER) {
            return Some(Kind::Theme);
        }
        if path == ANNOUNCEMENTS {
            return Some(Kind::Announcements);
        }
        let inside = path.strip_prefix("content/")?;
        let extension = name.rsplit_once('.').map(|(_, it)| it.to_ascii_lowercase());
        let extension = extension.as_deref().unwrap_or_default();
        let markdown = matches!(extension, "md" | "markdown");
        if inside.starts_with("articles/") && markdown {
            return Some(Kind::Article);
        }
        if inside.starts_with("pages/") && markdown {
            return Some(Kind::Page);
        }
        if inside.starts_with("data/") {
            return match extension {
                "yaml" | "yml" | "json" | "csv" | "xlsx" | "xls" | "et" | "ods" => Some(Kind::Table),
                // Nothing under data is ever published as it is: it may hold private columns.
                _ => None,
            };
        }
        (!markdown).then_some(Kind::Asset)
    }

    /// Whether a file of this kind at `path` is read from a text. A picture never is, even where it is
    /// written as one: it is judged and copied as it lies on the disk.
    pub fn is_text(self, path: &str) -> bool {
        let extension = path.rsplit_once('.').map(|(_, it)| it.to_ascii_lowercase()).unwrap_or_default();
        match self {
            Kind::Asset => false,
            Kind::Table => !matches!(extension.as_str(), "xlsx" | "xls" | "et" | "ods"),
            Kind::Config | Kind::Article | Kind::Page | Kind::Theme | Kind::Announcements => true,
        }
    }
}

/// Where it is kept what was published of the activities.
pub const ANNOUNCEMENTS: &str = "state/calendar.jsonl";

/// Where a site's own versions of theme files stand.
pub const THEME_FOLDER: &str = "themes/kepu/";

/// Where tables stand.
const DATA: &str = "content/data";

/// Whether symbolic links may lead out of the site.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Links {
    /// What they lead to must lie in the site's folder.
    #[default]
    Inside,
    /// They may lead anywhere: `follow_links` in `site.yaml`.
    Anywhere,
}

/// What of the file system belongs to a site. Its links resolved, a path is either inside or not.
#[derive(Debug, Clone)]
pub struct Borders {
    root: PathBuf,
    data: PathBuf,
    links: Links,
}

/// Why a link is not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Refusal {
    Outside,
    Hidden,
    Data,
}

impl Borders {
    /// The borders of the site in `root`.
    pub fn of(root: &Path, links: Links) -> Borders {
        let root = fs::canonical(root);
        let data = fs::canonical(&root.join(DATA));
        Borders { root, data, links }
    }

    /// The bytes of the file at `path` of the site.
    ///
    /// # Errors
    ///
    /// There is none, it cannot be read, or it lies beyond the borders.
    pub fn read(&self, path: &str) -> anyhow::Result<Vec<u8>> {
        let absolute = fs::join_inside(&self.root, path)?;
        Ok(fs::read_admitted(&absolute, &|real| self.judge(path, real).is_ok())?)
    }

    /// Whether `path` of the site may be what lies at `real`, where no link is left.
    fn judge(&self, path: &str, real: &Path) -> Result<(), Refusal> {
        // Nothing under data is published as it is, whatever link names it.
        let among_data = path == DATA || path.strip_prefix(DATA).is_some_and(|rest| rest.starts_with('/'));
        if real.starts_with(&self.data) && !among_data {
            return Err(Refusal::Data);
        }
        match real.strip_prefix(&self.root) {
            // `.git`, `.kepu`, `.env`: what is hidden is not meant for readers.
            Ok(inside) if inside.iter().any(|part| part.as_encoded_bytes().starts_with(b".")) => {
                Err(Refusal::Hidden)
            }
            Ok(_) => Ok(()),
            Err(_) if self.links == Links::Anywhere => Ok(()),
            Err(_) => Err(Refusal::Outside),
        }
    }
}

/// A file of the site.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Relative to the site's folder.
    pub path: SourcePath,
    /// What it is for.
    pub kind: Kind,
    /// Where it is.
    pub absolute: PathBuf,
    /// Its state when it was found.
    pub trace: Trace,
    borders: Arc<Borders>,
}

impl SourceFile {
    /// Its bytes, or why they cannot be had.
    pub fn read(&self) -> Result<Vec<u8>, Diagnostic> {
        refuse_large(&self.path, self.kind, self.trace.stamp.len)?;
        let admits = |real: &Path| self.borders.judge(&self.path, real).is_ok();
        fs::read_found(&self.absolute, &self.trace, &admits)
            .map_err(|error| unreadable(&self.path, (&error.to_string(), &error.to_string())))
    }
}

/// Refuses the length of a file that is larger than any of its kind should be.
///
/// # Errors
///
/// It is too large to be read.
pub fn refuse_large(path: &SourcePath, kind: Kind, length: u64) -> Result<(), Diagnostic> {
    let limit = if kind == Kind::Table { LARGEST_TABLE } else { LARGEST_TEXT };
    if length <= limit || kind == Kind::Asset {
        return Ok(());
    }
    let (size, limit) = (length / (1 << 20), limit / (1 << 20));
    let message = Text::new(
        format!("文件有 {size} MB，超过 {limit} MB"),
        format!("the file has {size} MB, more than {limit} MB"),
    );
    Err(Diagnostic::new(&rules::FILE_TOO_LARGE, path, Place::File, message).help(Text::new(
        "正文之外的大文件放在别处，用链接指过去",
        "keep large files elsewhere and link to them",
    )))
}

/// All files of the site in `root`, by path, and what could not be read.
pub fn find(root: &Path, links: Links) -> (BTreeMap<SourcePath, SourceFile>, Vec<Diagnostic>) {
    let borders = Arc::new(Borders::of(root, links));
    let mut files = BTreeMap::new();
    let mut diagnostics = Vec::new();
    match find_config(root) {
        Ok(file) => files.extend(file.map(|file| (Arc::clone(&file.path), file))),
        Err(problem) => diagnostics.push(problem),
    }
    for folder in ["content", THEME_FOLDER.trim_end_matches('/'), "state"] {
        let within =
            |path: &str| if path.is_empty() { folder.to_owned() } else { format!("{folder}/{path}") };
        let admits = |path: &str, real: &Path| {
            let path = within(path);
            // A file of no concern is not read, wherever it is.
            borders.judge(&path, real).is_ok() || (Kind::of(&path).is_none() && !fs::is_dir(real))
        };
        let (entries, faults) = fs::walk(&root.join(folder), &admits);
        for entry in entries {
            let path = within(&entry.path);
            if let Some(kind) = Kind::of(&path) {
                let path: SourcePath = path.into();
                let file = SourceFile {
                    path: Arc::clone(&path),
                    kind,
                    absolute: entry.absolute,
                    trace: entry.trace,
                    borders: Arc::clone(&borders),
                };
                files.insert(path, file);
            }
        }
        diagnostics.extend(
            faults.into_iter().filter_map(|fault| explain(&borders, within(&fault.path), fault.reason)),
        );
    }
    (files, diagnostics)
}

/// `site.yaml`, which never lies outside: it is what says whether other files may.
///
/// # Errors
///
/// It is a link that leads out of the site.
pub fn find_config(root: &Path) -> Result<Option<SourceFile>, Diagnostic> {
    let path: SourcePath = crate::config::FILE_NAME.into();
    let borders = Arc::new(Borders::of(root, Links::Inside));
    let absolute = fs::canonical(&root.join(&*path));
    if let Err(refusal @ (Refusal::Outside | Refusal::Data)) = borders.judge(&path, &absolute) {
        return Err(refused(&path, &absolute, refusal));
    }
    let Some(trace) = trace_of(&absolute) else { return Ok(None) };
    Ok(Some(SourceFile { path, kind: Kind::Config, absolute, trace, borders }))
}

fn trace_of(absolute: &Path) -> Option<Trace> {
    fs::trace_without_links(absolute.parent()?, absolute.file_name()?.to_str()?)
}

/// The file at `path` of the site in `root`, if it is there, ours, and no link is on the way to it.
pub fn find_one(root: &Path, path: &str, links: Links) -> Option<SourceFile> {
    let kind = Kind::of(path)?;
    let trace = fs::trace_without_links(root, path)?;
    let borders = Arc::new(Borders::of(root, links));
    Some(SourceFile { path: path.into(), kind, absolute: root.join(path), trace, borders })
}

/// What could not be walked or read, in the words of editors.
fn explain(borders: &Borders, path: String, reason: FaultReason) -> Option<Diagnostic> {
    let path: SourcePath = path.into();
    Some(match reason {
        FaultReason::System(words) => unreadable(&path, (&words, &words)),
        FaultReason::Loop(target) => unreadable(
            &path,
            (&format!("符号链接绕成了圈，回到 `{target}`"), &format!("symbolic link loop to `{target}`")),
        ),
        FaultReason::Refused(real) => refused(&path, &real, borders.judge(&path, &real).err()?),
        FaultReason::Name(meant) => badly_named(&path, meant.as_deref()),
        FaultReason::TooMany => {
            let message = Text::new(
                "通过文件夹的符号链接能走到的文件太多了",
                "too many files are reached through symbolic links to folders",
            );
            let help = Text::new("文件夹之间不要互相链接", "do not let folders link to each other");
            Diagnostic::new(&rules::TOO_MANY_LINKED_FILES, &path, Place::File, message).help(help)
        }
    })
}

fn refused(path: &SourcePath, real: &Path, refusal: Refusal) -> Diagnostic {
    let real = real.display();
    let (rule, message, help) = match refusal {
        Refusal::Outside => (
            &rules::LINK_OUT_OF_SITE,
            Text::new(
                format!("这个链接通到站点外面：`{real}`"),
                format!("the link leads out of the site, to `{real}`"),
            ),
            Text::new(
                "把文件复制到站点里；要用外面的文件，在 site.yaml 里写 `follow_links: true`",
                "copy the file into the site, or allow such links by `follow_links: true` in site.yaml",
            ),
        ),
        Refusal::Hidden => (
            &rules::LINK_TO_HIDDEN,
            Text::new(
                format!("这个链接通到隐藏的文件或文件夹：`{real}`"),
                format!("the link leads to something hidden: `{real}`"),
            ),
            Text::new(
                "名字以 `.` 开头的不发布，把文件复制过来",
                "what begins with `.` is not published; copy the file",
            ),
        ),
        Refusal::Data => (
            &rules::LINK_TO_DATA,
            Text::new(
                format!("这个链接通到 content/data：`{real}`"),
                format!("the link leads into content/data: `{real}`"),
            ),
            Text::new(
                "那里的表格可能有不公开的列，不会原样发布；把要公开的内容另存一份",
                "tables there may hold private columns and are never published as they are; save what is \
                 public as another file",
            ),
        ),
    };
    Diagnostic::new(rule, path, Place::File, message).help(help)
}

fn badly_named(path: &SourcePath, meant: Option<&str>) -> Diagnostic {
    let message = match meant {
        Some(meant) => Text::new(
            format!("文件名不是 UTF-8，按 GBK 读是“{meant}”"),
            format!("the name is not UTF-8; read as GBK it is `{meant}`"),
        ),
        None => Text::new("文件名不是 UTF-8", "the name is not UTF-8"),
    };
    let help = Text::new(
        "重新命名；很多的话用 `convmv -f gbk -t utf8 -r --notest content`",
        "rename it; for many, use `convmv -f gbk -t utf8 -r --notest content`",
    );
    Diagnostic::new(&rules::FILE_NAME_NOT_UTF8, path, Place::File, message).help(help)
}

fn unreadable(path: &SourcePath, (zh, en): (&str, &str)) -> Diagnostic {
    let message = Text::new(format!("读不了这个文件：{zh}"), format!("cannot read the file: {en}"));
    Diagnostic::new(&rules::UNREADABLE_FILE, path, Place::File, message)
}
