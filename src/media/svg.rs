//! Whether an SVG runs nothing and loads nothing, also when it is opened by itself.
//!
//! Read as XML, as browsers do, and held against lists of what may stand in it: what is on no list is
//! refused. The text is never searched, since XML can write everything in several ways.

use quick_xml::NsReader;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesDecl, BytesRef, BytesStart, Event};
use quick_xml::name::{Namespace, NamespaceResolver, ResolveResult};

use super::embedded::is_embedded;
use super::style;
use super::svg_names::{ATTRIBUTES, ELEMENTS, METADATA, PAINTS};
use crate::diagnostic::Text;
use crate::model::document::is_safe_address;

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Elements within elements. Drawing programs make some twenty; browsers give up at some hundreds.
const DEPTH: usize = 128;

/// What in a picture cannot be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Its bytes in the file.
    pub span: Option<(usize, usize)>,
    /// What it is.
    pub what: Text,
}

/// Whether the picture may be published.
///
/// # Errors
///
/// The first thing in it that is on no list.
pub fn judge(bytes: &[u8]) -> Result<(), Fault> {
    let whole = |zh: &str, en: &str| Fault { span: None, what: Text::new(zh, en) };
    let text =
        std::str::from_utf8(bytes).map_err(|_| whole("文件不是 UTF-8 编码", "the file is not in UTF-8"))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = NsReader::from_str(text);
    let config = reader.config_mut();
    config.check_comments = true;
    config.check_end_names = true;
    let mut judge = Judge { depth: 0, seen_root: false, style: None };
    loop {
        let start = reader.buffer_position() as usize;
        let event = reader.read_event();
        let end = reader.buffer_position() as usize;
        let found = match event {
            Ok(Event::Eof) if judge.seen_root && judge.depth == 0 => return Ok(()),
            Ok(Event::Eof) => Err(Text::new("文件不完整", "the file is not complete")),
            Ok(event) => judge.event(&event, reader.resolver(), start == 0),
            Err(error) => {
                Err(Text::new(format!("不是合格的 XML：{error}"), format!("no sound XML: {error}")))
            }
        };
        found.map_err(|what| Fault { span: Some((start.min(end), end)), what })?;
    }
}

/// What has been read so far.
struct Judge {
    depth: usize,
    seen_root: bool,
    /// The text of the style sheet being read.
    style: Option<String>,
}

impl Judge {
    fn event(&mut self, event: &Event<'_>, names: &NamespaceResolver, first: bool) -> Result<(), Text> {
        match event {
            Event::Start(element) => {
                self.element(element, names)?;
                self.depth += 1;
                if self.depth > DEPTH {
                    return Err(Text::new("嵌套太深", "too deeply nested"));
                }
                self.style = (element.local_name().as_ref() == "style").then(String::new);
                Ok(())
            }
            Event::Empty(element) => self.element(element, names),
            Event::End(_) => {
                self.depth = self.depth.saturating_sub(1);
                self.style.take().map_or(Ok(()), |css| judge_style(&css))
            }
            Event::Text(text) => {
                self.text(text);
                Ok(())
            }
            Event::CData(text) => {
                self.text(text);
                Ok(())
            }
            Event::GeneralRef(reference) => self.reference(reference),
            Event::Comment(_) => Ok(()),
            Event::Decl(declaration) if first => judge_declaration(declaration),
            Event::Decl(_) | Event::PI(_) => {
                Err(Text::new("处理指令（`<?…?>`）", "a processing instruction (`<?…?>`)"))
            }
            // Between brackets a document type may give every element attributes of its own.
            Event::DocType(text) if text.contains('[') => Err(Text::new(
                "文件类型声明里的 `[…]`（实体或默认属性）",
                "`[…]` in the document type (entities or default attributes)",
            )),
            Event::DocType(_) | Event::Eof => Ok(()),
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(css) = &mut self.style {
            css.push_str(text);
        }
    }

    fn reference(&mut self, reference: &BytesRef<'_>) -> Result<(), Text> {
        let name: &str = reference;
        let character = match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => reference.resolve_char_ref().ok().flatten(),
        };
        let Some(character) = character else {
            return Err(Text::new(format!("实体 `&{name};`"), format!("the entity `&{name};`")));
        };
        self.text(character.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    fn element(&mut self, element: &BytesStart<'_>, names: &NamespaceResolver) -> Result<(), Text> {
        let written = element.name();
        let (namespace, local) = names.resolve_element(written);
        let refused = || {
            let name = element.name();
            let name: &str = name.as_ref();
            Text::new(format!("元素 `<{name}>`"), format!("the element `<{name}>`"))
        };
        let drawing = match namespace {
            ResolveResult::Bound(Namespace(SVG)) if ELEMENTS.binary_search(&local.as_ref()).is_ok() => true,
            ResolveResult::Bound(Namespace(other)) if self.seen_root && METADATA.contains(&other) => false,
            _ => return Err(refused()),
        };
        if self.depth == 0 && (self.seen_root || local.as_ref() != "svg") {
            return Err(refused());
        }
        self.seen_root = true;
        for attribute in element.attributes() {
            let attribute = attribute.map_err(|error| {
                Text::new(format!("属性写错了：{error}"), format!("an attribute is wrong: {error}"))
            })?;
            if drawing {
                judge_attribute(local.as_ref(), &attribute, names)?;
            }
        }
        Ok(())
    }
}

/// A declaration that lets the file be read as anything but UTF-8 would let the same bytes be read in
/// two ways.
fn judge_declaration(declaration: &BytesDecl<'_>) -> Result<(), Text> {
    match declaration.encoding() {
        None => Ok(()),
        Some(Ok(name)) if ["utf-8", "us-ascii"].iter().any(|it| name.eq_ignore_ascii_case(it)) => Ok(()),
        Some(_) => Err(Text::new("声明的编码不是 UTF-8", "an encoding other than UTF-8")),
    }
}

fn judge_style(css: &str) -> Result<(), Text> {
    match style::fault(css) {
        None => Ok(()),
        Some(what) => Err(Text::new(format!("样式里的 `{what}`"), format!("`{what}` in a style"))),
    }
}

/// One attribute of an element that is drawn.
fn judge_attribute(element: &str, attribute: &Attribute<'_>, names: &NamespaceResolver) -> Result<(), Text> {
    let written: &str = attribute.key.as_ref();
    if written == "xmlns" || written.starts_with("xmlns:") {
        return Ok(());
    }
    let refused =
        || Text::new(format!("`<{element}>` 的 `{written}`"), format!("`{written}` of `<{element}>`"));
    let (namespace, local) = names.resolve_attribute(attribute.key);
    let local: &str = local.as_ref();
    match namespace {
        ResolveResult::Unbound if is_known(local) => {}
        ResolveResult::Bound(Namespace(XLINK)) if local == "href" => {}
        ResolveResult::Bound(Namespace(XLINK)) => return Ok(()),
        ResolveResult::Bound(Namespace(XML)) if ["lang", "space", "id"].contains(&local) => return Ok(()),
        ResolveResult::Bound(Namespace(other)) if METADATA.contains(&other) => return Ok(()),
        _ => return Err(refused()),
    }
    let value = quick_xml::escape::unescape(&attribute.value).map_err(|_| refused())?;
    match local {
        "href" if !may_lead_to(element, &value) => Err(Text::new(
            format!("`<{element}>` 指向 `{value}`"),
            format!("`<{element}>` leads to `{value}`"),
        )),
        // An animation could give an element what it must not have from the start.
        "attributeName" if !is_known(&value) || value == "href" || value == "style" => {
            Err(Text::new(format!("给 `{value}` 的动画"), format!("an animation of `{value}`")))
        }
        "style" => judge_style(&value),
        name if PAINTS.contains(&name) => judge_style(&value),
        _ => Ok(()),
    }
}

fn is_known(attribute: &str) -> bool {
    ATTRIBUTES.binary_search(&attribute).is_ok()
        || attribute.starts_with("data-")
        || attribute.starts_with("aria-")
}

/// Whether an element may have this address.
fn may_lead_to(element: &str, address: &str) -> bool {
    match element {
        "a" => is_safe_address(address),
        _ => is_embedded(address),
    }
}
