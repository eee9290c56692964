//! A body: the tree that a text's Markdown is, made once, from which every form of it is written.
//!
//! Knows no sign of Markdown, and of HTML only the names of elements that an editor may write himself. The
//! nodes stand in one list, each in front of what is inside it, so that the tree is walked by counting,
//! however deep it is.

use crate::diagnostic::Span;
use crate::model::article::Reference;

/// The tree of one text.
#[derive(Debug, Default)]
pub struct Body {
    /// Each node stands in front of its content.
    nodes: Vec<Node>,
    /// The texts of all nodes.
    texts: String,
    /// The elements that the editor wrote as HTML.
    elements: Vec<Element>,
    /// What links and images lead to, in order of appearance.
    pub references: Vec<Reference>,
    /// The footnotes in the order in which they are listed; their numbers begin with 1.
    pub notes: Vec<Note>,
}

/// A block, something inside a line, or a text.
#[derive(Debug, Clone, Copy)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// Where it stands in the file.
    pub span: Span,
    /// The place in the list behind its content.
    end: u32,
}

/// A text of a body; see [`Body::text`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Str {
    start: u32,
    end: u32,
}

impl Str {
    /// Whether there is no character in it.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }
}

/// What a node is. Texts are as they are shown: nothing is escaped, no control character is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Paragraph,
    /// An [`Kind::Image`] as a block, and a [`Kind::Caption`] where it has one.
    Figure,
    Caption,
    Heading {
        /// 2 to 6.
        level: u8,
        /// Unique in the body.
        id: Str,
    },
    Quote,
    Alert(Alert),
    CodeBlock {
        language: Str,
    },
    /// Shows nothing, but parts what stands before it from what follows.
    Comment,
    BulletList,
    OrderedList {
        start: u64,
    },
    Item {
        task: bool,
    },
    DefinitionList,
    Term,
    Definition,
    Table,
    TableHead,
    TableRow,
    Cell {
        alignment: Alignment,
        head: bool,
    },
    /// The text of a footnote, where it was written.
    Note,
    Emphasis,
    Strong,
    Strikethrough,
    Superscript,
    Subscript,
    Link {
        /// Index into [`Body::references`].
        reference: u32,
        title: Str,
    },
    Image {
        /// Index into [`Body::references`].
        reference: u32,
        alt: Str,
        title: Str,
    },
    Text(Str),
    Code(Str),
    /// A line end of the source that is shown as a blank.
    SoftBreak,
    HardBreak,
    /// `<br>` in the middle of a line.
    Break,
    /// A place where a long word may be broken.
    WordBreak,
    Rule,
    NoteCall {
        /// Number of the note, from 1.
        number: u32,
        /// How often the note was called so far, with this.
        call: u32,
    },
    /// The box of a task, at the start of an [`Kind::Item`].
    Task {
        done: bool,
    },
    /// An element that the editor wrote as HTML.
    Element {
        element: ElementId,
        /// Whether it stands between blocks, not inside a line.
        block: bool,
    },
    /// One that has no content.
    Void {
        element: ElementId,
        block: bool,
    },
}

/// An element that the editor wrote as HTML: one of those that are allowed, with what is allowed on it.
#[derive(Debug)]
pub struct Element {
    pub name: &'static str,
    pub attributes: Vec<Attribute>,
}

/// An attribute of an [`Element`].
#[derive(Debug)]
pub struct Attribute {
    pub name: &'static str,
    pub value: Value,
}

/// The value of an [`Attribute`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    Text(Str),
    /// An address: index into [`Body::references`].
    Reference(u32),
}

/// The place of an [`Element`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ElementId(u32);

/// Kinds of alerts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alert {
    Note,
    Tip,
    Important,
    Warning,
    Caution,
}

/// How the text of a table's cell is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alignment {
    None,
    Left,
    Centre,
    Right,
}

/// A footnote.
#[derive(Debug, Clone, Copy)]
pub struct Note {
    /// Its [`Kind::Note`], if it is defined.
    pub definition: Option<NodeId>,
    /// How often it is called.
    pub calls: u32,
}

/// The place of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct NodeId(u32);

impl Kind {
    /// Whether nothing can be inside it.
    fn is_leaf(self) -> bool {
        matches!(
            self,
            Kind::Image { .. }
                | Kind::Text(_)
                | Kind::Code(_)
                | Kind::SoftBreak
                | Kind::HardBreak
                | Kind::Break
                | Kind::WordBreak
                | Kind::Rule
                | Kind::NoteCall { .. }
                | Kind::Task { .. }
                | Kind::Void { .. }
        )
    }

    /// Whether it stands inside a line.
    pub fn is_inline(self) -> bool {
        let inline = matches!(
            self,
            Kind::Emphasis
                | Kind::Strong
                | Kind::Strikethrough
                | Kind::Superscript
                | Kind::Subscript
                | Kind::Link { .. }
                | Kind::Caption
                | Kind::Element { block: false, .. }
        );
        let block = matches!(self, Kind::Rule | Kind::Void { block: true, .. });
        inline || (self.is_leaf() && !block)
    }
}

impl Body {
    /// The characters of a text.
    pub fn text(&self, text: Str) -> &str {
        self.texts.get(text.start as usize..text.end as usize).unwrap_or_default()
    }

    /// What the editor wrote as HTML.
    pub fn element(&self, element: ElementId) -> &Element {
        &self.elements[element.0 as usize]
    }

    /// Bytes of all texts.
    pub fn text_length(&self) -> usize {
        self.texts.len()
    }

    /// All nodes in order.
    pub fn walk(&self) -> Walk<'_> {
        Walk { body: self, next: 0, end: self.nodes.len(), open: Vec::new() }
    }

    /// The content of one node.
    pub fn walk_inside(&self, node: NodeId) -> Walk<'_> {
        let end = self.nodes.get(node.0 as usize).map_or(0, |node| node.end as usize);
        Walk { body: self, next: node.0 as usize + 1, end, open: Vec::new() }
    }
}

/// A step of a walk.
#[derive(Debug, Clone, Copy)]
pub enum Step {
    /// A node begins; its content follows.
    Start(Node),
    /// The innermost node that began ends.
    End(Node),
    /// A node without content.
    Leaf(Node),
}

/// A walk through a tree, without recursion.
#[derive(Debug)]
pub struct Walk<'b> {
    body: &'b Body,
    next: usize,
    end: usize,
    open: Vec<Node>,
}

impl Walk<'_> {
    /// Goes on behind the content of the node that began last.
    pub fn skip_content(&mut self) {
        if let Some(node) = self.open.last() {
            self.next = node.end as usize;
        }
    }
}

impl Iterator for Walk<'_> {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        if let Some(node) = self.open.pop_if(|node| node.end as usize <= self.next) {
            return Some(Step::End(node));
        }
        if self.next >= self.end {
            return None;
        }
        let node = *self.body.nodes.get(self.next)?;
        self.next += 1;
        if node.kind.is_leaf() {
            return Some(Step::Leaf(node));
        }
        self.open.push(node);
        Some(Step::Start(node))
    }
}

/// Makes a body from its beginning to its end.
#[derive(Debug, Default)]
pub struct BodyBuilder {
    pub body: Body,
    /// What is open, from the outermost on.
    open: Vec<Open>,
    /// How many of it are loose or due.
    loose: usize,
    /// How often something was opened again.
    again: usize,
}

/// Something that is open.
#[derive(Debug, Clone, Copy)]
struct Open {
    /// `None` for what shows only its content.
    node: Option<NodeId>,
    ending: Ending,
    /// Whether it stands inside a line.
    inline: bool,
}

/// When something that is open ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// When [`BodyBuilder::close`] is called for it.
    Called,
    /// With what it stands in, unless it is ended before.
    Loose,
    /// As soon as nothing is open inside it.
    Due,
}

/// One of the nodes that are open.
#[derive(Debug, Clone, Copy)]
pub struct Level {
    /// How many are open around it.
    pub place: usize,
    pub kind: Kind,
    pub ending: Ending,
}

/// How far a body was made.
#[derive(Debug)]
pub struct Mark {
    nodes: u32,
    open: Vec<NodeId>,
}

impl BodyBuilder {
    /// One that has room for a source of so many bytes.
    pub fn with_room(bytes: usize) -> BodyBuilder {
        let mut builder = BodyBuilder::default();
        builder.body.texts.reserve(bytes);
        builder.body.nodes.reserve(bytes / 24);
        builder
    }

    /// The body. What is open ends with it.
    pub fn finish(mut self) -> Body {
        self.end_from(0, |_| false);
        self.body
    }

    /// Keeps a text; `write` appends it.
    pub fn keep(&mut self, write: impl FnOnce(&mut String)) -> Str {
        let start = offset(self.body.texts.len());
        write(&mut self.body.texts);
        Str { start, end: offset(self.body.texts.len()) }
    }

    /// Keeps an element that the editor wrote.
    pub fn keep_element(&mut self, element: Element) -> ElementId {
        self.body.elements.push(element);
        ElementId(offset(self.body.elements.len() - 1))
    }

    /// Makes another of an element.
    pub fn change_element(&mut self, element: ElementId, other: Element) {
        self.body.elements[element.0 as usize] = other;
    }

    /// A node whose content follows.
    pub fn open(&mut self, kind: Kind, span: Span) -> NodeId {
        let node = self.push(kind, span);
        self.open.push(Open { node: Some(node), ending: Ending::Called, inline: kind.is_inline() });
        node
    }

    /// A node whose content follows, and which may end at any time.
    pub fn open_loose(&mut self, kind: Kind, span: Span) {
        let node = self.push(kind, span);
        self.loose += 1;
        self.open.push(Open { node: Some(node), ending: Ending::Loose, inline: kind.is_inline() });
    }

    /// Something inside a line that shows only its content.
    pub fn open_nothing(&mut self) {
        self.open.push(Open { node: None, ending: Ending::Called, inline: true });
    }

    /// The end of what was opened last and is not loose; its node, if it is one. What is loose inside something
    /// in a line goes on behind it.
    pub fn close(&mut self) -> Option<NodeId> {
        let place = self.open.iter().rposition(|open| open.ending == Ending::Called)?;
        let Open { node, inline, .. } = self.open[place];
        if self.loose == 0 {
            self.open.truncate(place);
            self.end(node);
            return node;
        }
        self.end_from(place, |kind| inline && kind.is_inline());
        // It was called for, so it leaves nothing behind.
        self.open.remove(place);
        self.end_due();
        node
    }

    /// Ends the node at `place` and all in it. What is in it and is `kept` begins again behind it, unless it is in
    /// a block there. Where an end will be called for that now came, it ends nothing.
    pub fn close_from(&mut self, place: usize, kept: impl Fn(Kind) -> bool) {
        self.end_from(place, kept);
        self.end_due();
    }

    /// The loose node at `place` will end as soon as what is called for in it has ended, and so will the loose
    /// ones directly in it that are `included`.
    pub fn make_due(&mut self, place: usize, included: impl Fn(Kind) -> bool) {
        for (depth, open) in self.open[place..].iter_mut().enumerate() {
            let kind = open.node.map(|node| self.body.nodes[node.0 as usize].kind);
            if open.ending == Ending::Called || (depth > 0 && !kind.is_some_and(&included)) {
                break;
            }
            open.ending = Ending::Due;
        }
    }

    /// The nodes that are open, from the innermost on.
    pub fn levels(&self) -> impl Iterator<Item = Level> {
        self.open.iter().enumerate().rev().filter_map(|(place, open)| {
            let kind = self.body.nodes[open.node?.0 as usize].kind;
            Some(Level { place, kind, ending: open.ending })
        })
    }

    /// Whether something is open that may end at any time.
    pub fn has_loose(&self) -> bool {
        self.loose > 0
    }

    /// How deep what is open stands in each other.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// How often something was opened again.
    pub fn opened_again(&self) -> usize {
        self.again
    }

    fn end_from(&mut self, place: usize, kept: impl Fn(Kind) -> bool) {
        let ended = self.open.split_off(place.min(self.open.len()));
        for open in &ended {
            self.end(open.node);
        }
        let mut in_block = false;
        for (depth, open) in ended.into_iter().enumerate() {
            let node = open.node.map(|node| self.body.nodes[node.0 as usize]);
            in_block |= depth > 0 && !open.inline;
            let again = node.filter(|node| depth > 0 && !in_block && kept(node.kind));
            if let Some(node) = again {
                self.again += 1;
                let node = self.push(node.kind, node.span);
                self.open.push(Open { node: Some(node), ..open });
            } else if open.ending == Ending::Called {
                self.open.push(Open { node: None, ..open });
            } else {
                self.loose -= 1;
            }
        }
    }

    fn end_due(&mut self) {
        while let Some(open) = self.open.pop_if(|open| open.ending == Ending::Due) {
            self.loose -= 1;
            self.end(open.node);
        }
    }

    fn end(&mut self, node: Option<NodeId>) {
        let end = offset(self.body.nodes.len());
        if let Some(ended) = node.and_then(|node| self.body.nodes.get_mut(node.0 as usize)) {
            ended.end = end;
        }
    }

    /// A node without content.
    pub fn leaf(&mut self, kind: Kind, span: Span) {
        self.push(kind, span);
    }

    /// Changes what a node is.
    pub fn change(&mut self, node: NodeId, kind: Kind) {
        if let Some(node) = self.body.nodes.get_mut(node.0 as usize) {
            node.kind = kind;
        }
    }

    /// The nodes from `node` on.
    pub fn from(&self, node: NodeId) -> &[Node] {
        self.body.nodes.get(node.0 as usize..).unwrap_or_default()
    }

    /// The last two nodes, the last one first.
    pub fn last_two(&self) -> [Option<(NodeId, Kind)>; 2] {
        let length = self.body.nodes.len();
        [1, 2].map(|back| {
            let place = length.checked_sub(back)?;
            Some((NodeId(offset(place)), self.body.nodes[place].kind))
        })
    }

    /// How far the body was made.
    pub fn mark(&self) -> Mark {
        Mark {
            nodes: offset(self.body.nodes.len()),
            open: self.open.iter().filter_map(|open| open.node).collect(),
        }
    }

    /// Takes back all nodes since `mark`. What was opened since then shows only its content.
    pub fn take_back(&mut self, mark: &Mark) {
        self.body.nodes.truncate(mark.nodes as usize);
        for node in &mark.open {
            let node = &mut self.body.nodes[node.0 as usize];
            node.end = node.end.min(mark.nodes);
        }
        for open in &mut self.open {
            open.node = open.node.filter(|node| node.0 < mark.nodes);
        }
    }

    /// Takes back a node that was closed last, and its content.
    pub fn take_back_to(&mut self, node: NodeId) {
        self.body.nodes.truncate(node.0 as usize);
    }

    fn push(&mut self, kind: Kind, span: Span) -> NodeId {
        let node = offset(self.body.nodes.len());
        self.body.nodes.push(Node { kind, span, end: node + 1 });
        NodeId(node)
    }
}

/// Texts have a few megabytes at most, and a body has no more nodes than bytes.
fn offset(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPAN: Span = Span { start: 0, end: 0 };

    /// A quote with a paragraph of one text, and a rule behind it.
    fn body() -> Body {
        let mut builder = BodyBuilder::default();
        builder.open(Kind::Quote, SPAN);
        builder.open(Kind::Paragraph, SPAN);
        let text = builder.keep(|texts| texts.push('甲'));
        builder.leaf(Kind::Text(text), SPAN);
        builder.close();
        builder.close();
        builder.leaf(Kind::Rule, SPAN);
        builder.finish()
    }

    fn shown(body: &Body, mut walk: Walk<'_>, skipped: Option<Kind>) -> String {
        let mut shown = String::new();
        while let Some(step) = walk.next() {
            match step {
                Step::Start(node) => {
                    shown.push('(');
                    if Some(node.kind) == skipped {
                        walk.skip_content();
                    }
                }
                Step::End(_) => shown.push(')'),
                Step::Leaf(Node { kind: Kind::Text(text), .. }) => shown.push_str(body.text(text)),
                Step::Leaf(_) => shown.push('-'),
            }
        }
        shown
    }

    #[test]
    fn a_walk_goes_in_order_and_may_skip() {
        let body = body();
        assert_eq!(shown(&body, body.walk(), None), "((甲))-");
        assert_eq!(shown(&body, body.walk(), Some(Kind::Paragraph)), "(())-");
        assert_eq!(shown(&body, body.walk_inside(NodeId(0)), None), "(甲)");
    }

    #[test]
    fn what_is_taken_back_closes_what_it_was_in() {
        let mut builder = BodyBuilder::default();
        builder.open(Kind::Emphasis, SPAN);
        builder.leaf(Kind::Rule, SPAN);
        let mark = builder.mark();
        builder.open(Kind::Strong, SPAN);
        builder.close();
        builder.close();
        builder.open(Kind::Strong, SPAN);
        builder.take_back(&mark);
        builder.leaf(Kind::Rule, SPAN);
        assert_eq!(builder.close(), None, "it was taken back");
        assert_eq!(shown(&builder.body, builder.body.walk(), None), "(-)-");
    }
}
