//! Where the texts of a poster stand, whatever they are.

use std::collections::BTreeMap;

use resvg::usvg::{Group, Node, Rect};

use super::*;

const TEMPLATES: [&str; 3] = ["phone.svg", "page.svg", "social.svg"];

fn press() -> Press {
    Press::new(&Theme::load(&BTreeMap::new()).expect("the default theme")).expect("its posters")
}

fn long(text: &str, count: usize) -> String {
    text.chars().cycle().take(count).collect()
}

/// The outlines of each line of text.
fn outlines(group: &Group, found: &mut Vec<(String, Rect)>) {
    for node in group.children() {
        match node {
            Node::Group(inner) => outlines(inner, found),
            Node::Text(text) => {
                let words = text.chunks().iter().map(|it| it.text()).collect();
                found.push((
                    words,
                    text.flattened().bounding_box().transform(text.abs_transform()).expect("a place"),
                ));
            }
            Node::Path(_) | Node::Image(_) => {}
        }
    }
}

/// Nothing stands outside of the picture, and no line on another.
fn assert_laid_out(press: &Press, card: &Card) {
    for template in TEMPLATES {
        let drawing = press.drawing(template, card).expect("a drawing");
        let (size, mut all) = (drawing.tree.size(), Vec::new());
        outlines(drawing.tree.root(), &mut all);
        let edge = size.width() / 40.0;
        for (at, (text, one)) in all.iter().enumerate() {
            let inside = one.left() >= edge && one.right() <= size.width() - edge;
            assert!(
                inside && one.top() >= 0.0 && one.bottom() <= size.height(),
                "{template}: `{text}` {one:?}"
            );
            for (other, two) in &all[at + 1..] {
                let apart = one.right() <= two.left() + 1.0
                    || two.right() <= one.left() + 1.0
                    || one.bottom() <= two.top() + 1.0
                    || two.bottom() <= one.top() + 1.0;
                assert!(apart, "{template}: `{text}` {one:?} stands on `{other}` {two:?}");
            }
        }
    }
}

#[test]
fn nothing_is_clipped_and_nothing_overlaps() {
    let press = press();
    let text =
        "隔夜菜能不能吃？关键是“放了多久”、怎么放（冷藏），每 100 克 AED https://example.org/a-b——看……";
    for count in [4, 20, 60, 500, 5000] {
        for others in [0, 200] {
            let points = vec![long(text, others); 4];
            let card = Card {
                title: long(text, count),
                topic: Topic { name: long(text, others.min(count)), colour: "#c8372d".to_owned() },
                verdict: (others > 0).then(|| Verdict {
                    claim: long(text, count),
                    name: long("多半不实", others / 7),
                    id: "false".to_owned(),
                }),
                points: if count == 60 { Points::Steps(points) } else { Points::Key(points) },
                source: long(text, others),
                reviewer: long(text, others),
                reviewed: "2026年11月24日".to_owned(),
                valid_until: "2027年10月31日".to_owned(),
                organisation: long("示例区科学技术协会", others),
                address: "https://kepu.example.org/a.html".to_owned(),
                disclaimer: Some(long(text, others)),
            };
            assert_laid_out(&press, &card);
        }
    }
}

/// What is shown and what is lost make up the whole.
#[test]
fn what_is_cut_is_told() {
    let press = press();
    let title = long("饭前便后要洗手，流动的水冲二十秒", 500);
    let card = Card {
        title: title.clone(),
        points: Points::Key(vec![long("多喝水。", 900); 12]),
        ..Card::default()
    };
    let drawing = press.drawing("phone.svg", &card).expect("a drawing");
    let of_title = drawing.cut.iter().find(|it| it.part == "title").expect("a cut title");
    assert!(of_title.kept.ends_with("……"), "{}", of_title.kept);
    assert!(title.starts_with(of_title.kept.trim_end_matches('…')));
    assert!(title.ends_with(&of_title.lost));
    let of_points: Vec<&Cut> = drawing.cut.iter().filter(|it| it.part == "points").collect();
    assert_eq!(of_points.len(), 12);
    assert!(of_points[0].kept.ends_with("多喝水。"), "cut at a sentence");
    assert_eq!(of_points[11].kept, "");
    let short = Card { title: "少吃点盐".to_owned(), ..Card::default() };
    assert_eq!(press.drawing("phone.svg", &short).expect("a drawing").cut, []);
}

#[test]
fn a_dose_is_not_cut_in_two() {
    let press = press();
    for count in 400..420 {
        let title = format!("{}每次吃 200 毫升", long("按说明书吃药", count - 400)).repeat(20);
        let card = Card { title, ..Card::default() };
        let drawing = press.drawing("social.svg", &card).expect("a drawing");
        let kept = &drawing.cut[0].kept;
        let end = kept.trim_end_matches('…');
        assert!(!end.ends_with(|it: char| it.is_ascii_digit()) && !end.ends_with('毫'), "{kept}");
    }
}
