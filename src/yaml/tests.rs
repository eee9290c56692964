use super::*;

/// A node as YAML in one line, with the text that its place covers behind `@` where that is another.
fn show(text: &str, node: &Node<'_>) -> String {
    let source = &text[node.span.start..node.span.end];
    let shown = match &node.value {
        Value::Scalar { text, style: Style::Plain } => text.to_string(),
        Value::Scalar { text, style: Style::Quoted } => format!("{text:?}"),
        Value::Scalar { text, style: Style::Block } => format!("|{text:?}"),
        Value::List(nodes) => {
            let nodes: Vec<String> = nodes.iter().map(|node| show(text, node)).collect();
            format!("[{}]", nodes.join(", "))
        }
        Value::Map(entries) => {
            let entries =
                entries.iter().map(|(key, value)| format!("{}: {}", show(text, key), show(text, value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
        Value::Alias => "*".to_owned(),
    };
    if shown == source { shown } else { format!("{shown}@{}:{source:?}", node.line) }
}

fn read(text: &str) -> Result<Vec<String>, Problem> {
    let mut reader = Reader::new(text, Span::new(0, text.len()), 1000);
    let mut nodes = Vec::new();
    while let Some(node) = reader.node()? {
        nodes.push(show(text, &node));
    }
    Ok(nodes)
}

#[test]
fn every_node_knows_its_place() {
    for (text, shown) in [
        ("[甲, 乙]\n", "[甲, 乙]"),
        ("{a: [b], c: \"d\"}  # e\n", "{a: [b], c: \"d\"}"),
        ("- 甲\n- 乙\n\n# 丙\n", "[甲, 乙]@1:\"- 甲\\n- 乙\""),
        (
            "a:\n  - b\n\nc: |\n  d\n  e\n",
            "{a: [b]@2:\"- b\", c: |\"d\\ne\\n\"@5:\"d\\n  e\"}@1:\"a:\\n  - b\\n\\nc: |\\n  d\\n  e\"",
        ),
        ("a: 甲\n  乙\n", "{a: 甲 乙@1:\"甲\\n  乙\"}@1:\"a: 甲\\n  乙\""),
        ("[&a b, *a, *c]", "[b, *@1:\"*a\", *@1:\"*c\"]@1:\"[&a b, *a, *c]\""),
    ] {
        assert_eq!(read(text).expect("no mistake"), [shown], "{text}");
    }
    assert_eq!(read("a\n---\nb\n").expect("no mistake"), ["a", "b"]);
    assert_eq!(read("").expect("no mistake"), Vec::<String>::new());
}

#[test]
fn places_count_from_the_start_of_the_text() {
    let text = "甲\n乙\n- 丙\n- 丁\n戊";
    let start = text.find('-').unwrap();
    let mut reader = Reader::new(text, Span::new(start, text.find('戊').unwrap()), 1000);
    let node = reader.node().expect("no mistake").expect("a node");
    assert_eq!((show(text, &node), node.line), ("[丙, 丁]@3:\"- 丙\\n- 丁\"".to_owned(), 3));
}

#[test]
fn what_was_complete_before_a_mistake_is_there() {
    let text = "- 甲\n- {a: 乙}\n- [丙\n";
    let mut reader = Reader::new(text, Span::new(0, text.len()), 1000);
    assert!(matches!(reader.start(), Ok(Some(Start::List(_)))));
    let mut nodes = Vec::new();
    let problem = reader.items(&mut nodes).expect_err("a bracket is open");
    assert!(matches!(problem.kind, ProblemKind::Syntax(_)) && problem.offset <= text.len());
    let shown: Vec<String> = nodes.iter().map(|node| show(text, node)).collect();
    assert_eq!(shown, ["甲", "{a: 乙}"]);
}

#[test]
fn control_characters_are_taken_out_and_told() {
    let text = "[\"a\\0b\\e\", \"c\"]";
    let mut reader = Reader::new(text, Span::new(0, text.len()), 1000).without_controls();
    let Ok(Some(Node { value: Value::List(nodes), .. })) = reader.node() else { panic!("a list") };
    assert!(matches!(&nodes[0].value, Value::Scalar { text, .. } if text == "ab"));
    let controls = reader.into_controls();
    assert_eq!(controls, [('\0', nodes[0].span)]);
}

#[test]
fn depth_and_number_are_bounded() {
    let nested = |depth| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(read(&nested(16)).is_ok() && read(&nested(17)).is_err());
    for deep in ["[".repeat(100_000), "- ".repeat(100_000), "? ".repeat(100_000), "{a: ".repeat(100_000)] {
        assert!(matches!(read(&deep).expect_err("too deep").kind, ProblemKind::Syntax(_)));
    }
    for (count, fits) in [(998, true), (999, false)] {
        let list = format!("[{}]", vec!["a"; count].join(","));
        assert_eq!(read(&list).is_ok(), fits, "{count}");
    }
}
