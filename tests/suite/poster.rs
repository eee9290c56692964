//! Posters: read back by other programs than those that wrote them.

use std::collections::BTreeMap;
use std::path::Path;

use hayro::hayro_interpret::font::GlyphRun;
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, SoftMask, interpret_page,
};
use hayro::hayro_syntax::Pdf;
use hayro::kurbo::{Affine, BezPath, Rect};
use hayro::{PixmapSettings, RenderCache, RenderSettings};
use kepu::channel::poster::{Card, Points, Press, Topic, Verdict};
use kepu::theme::Theme;

const ADDRESS: &str = "https://kepu.example.org/articles/myths/overnight-dishes.html";

fn card() -> Card {
    Card {
        title: "隔夜菜会致癌吗？看怎么放".to_owned(),
        topic: Topic { name: "辟谣".to_owned(), colour: "#8a4fae".to_owned() },
        verdict: Some(Verdict {
            claim: "隔夜菜亚硝酸盐超标，吃了会致癌。".to_owned(),
            name: "多半不实".to_owned(),
            id: "mostly-false".to_owned(),
        }),
        points: Points::Key(vec![
            "做好的菜两小时内放进冰箱，密封冷藏。".to_owned(),
            "吃之前彻底热透，中心温度到 70℃ 以上，只热一次。".to_owned(),
            "绿叶菜、凉拌菜、海鲜最好当顿吃完。".to_owned(),
        ]),
        source: "中国营养学会，2022年".to_owned(),
        reviewer: "李医生（副主任医师）".to_owned(),
        reviewed: "2026年11月24日".to_owned(),
        valid_until: "2027年10月31日".to_owned(),
        organisation: "示例区科协".to_owned(),
        address: ADDRESS.to_owned(),
        disclaimer: None,
    }
}

fn press() -> Press {
    Press::new(&theme(&BTreeMap::new())).expect("its posters")
}

fn theme(overrides: &BTreeMap<String, Vec<u8>>) -> Theme {
    Theme::load(overrides).expect("a theme")
}

/// What a QR reader finds in a picture of grey pixels.
fn scan(width: usize, height: usize, grey: impl Fn(usize, usize) -> u8) -> String {
    let mut picture = rqrr::PreparedImage::prepare_from_greyscale(width, height, grey);
    let codes = picture.detect_grids();
    assert_eq!(codes.len(), 1, "one code");
    codes[0].decode().expect("a code that can be read").1
}

/// Width, height and grey pixels of a PNG.
fn decode(bytes: &[u8]) -> (usize, usize, Vec<u8>) {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().expect("a PNG");
    let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
    let info = reader.next_frame(&mut pixels).expect("pixels");
    assert_eq!(info.color_type, png::ColorType::Rgb);
    let grey =
        pixels.chunks(3).map(|it| ((u16::from(it[0]) + u16::from(it[1]) + u16::from(it[2])) / 3) as u8);
    (info.width as usize, info.height as usize, grey.collect())
}

/// The characters of a page in their order, as whoever selects them gets them. Spaces are left out.
fn text_of(pdf: &Pdf) -> String {
    let page = &pdf.pages()[0];
    let (width, height) = page.render_dimensions();
    let area = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let (cache, settings) = (InterpreterCache::new(), InterpreterSettings::default());
    let mut context = Context::new(Affine::IDENTITY, area, &cache, page.xref(), settings);
    let mut selection = Selection::default();
    interpret_page(page, &mut context, &mut selection);
    selection.0.split_whitespace().collect()
}

/// Takes the text of a page and draws nothing.
#[derive(Default)]
struct Selection(String);

impl<'a> Device<'a> for Selection {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, _: DrawProps<'a>, _: &DrawMode) {
        for glyph in run.glyphs() {
            match glyph.as_unicode().expect("a glyph that stands for text") {
                BfString::Char(character) => self.0.push(character),
                BfString::String(text) => self.0.push_str(&text),
            }
        }
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

#[test]
fn both_fonts_have_every_character_of_the_general_standard() {
    let table = Path::new(env!("CARGO_MANIFEST_DIR")).join("tools/fonts/general-standard.txt");
    let table: Vec<char> =
        std::fs::read_to_string(table).expect("the table").replace('\n', "").chars().collect();
    assert_eq!(table.len(), 8105);
    let unique: std::collections::BTreeSet<&char> = table.iter().collect();
    assert_eq!(unique.len(), 8105);
    for (level, first, last) in [(0..3500, '一', '矗'), (3500..6500, '乂', '齉'), (6500..8105, '亍', '蠼')]
    {
        assert_eq!((table[level.start], table[level.end - 1]), (first, last));
    }
    let theme = theme(&BTreeMap::new());
    for name in ["regular.otf", "bold.otf"] {
        let bytes = theme.font(name).expect("a font");
        assert!(bytes.len() < 3_000_000, "{name} has {} bytes", bytes.len());
        let face = ttf_parser::Face::parse(bytes, 0).expect("a font");
        let others = "ABCxyz0189éüαβΩ℃μµ±×÷≥≤≈→←✓●■□○☎①⑳ⅠⅫ。，、；：？！“”‘’（）《》【】…—～·％￥";
        for character in table.iter().copied().chain(others.chars()) {
            let glyph = face.glyph_index(character).unwrap_or_else(|| panic!("{name} lacks {character}"));
            // Ideographs have outlines, too.
            assert!(face.glyph_bounding_box(glyph).is_some(), "{name}: {character} is empty");
        }
    }
}

#[test]
fn a_picture_is_small_and_its_code_can_be_scanned() {
    let made = press().poster_png(&card()).expect("a poster");
    assert_eq!((made.cut, made.missing), (vec![], vec![]));
    assert!(made.bytes.len() < 250_000, "{} bytes", made.bytes.len());
    let (width, height, grey) = decode(&made.bytes);
    assert_eq!((width, height), (1080, 1920));
    assert_eq!(scan(width, height, |x, y| grey[y * width + x]), ADDRESS);
    // As it comes out of a chat that makes pictures smaller.
    let mean = |x: usize, y: usize| {
        let at = |x: usize, y: usize| u16::from(grey[y * width + x]);
        ((at(2 * x, 2 * y) + at(2 * x + 1, 2 * y) + at(2 * x, 2 * y + 1) + at(2 * x + 1, 2 * y + 1)) / 4)
            as u8
    };
    assert_eq!(scan(width / 2, height / 2, mean), ADDRESS);
}

#[test]
fn a_long_address_can_be_scanned_and_a_longer_one_is_refused() {
    let address = format!("https://kepu.example.org/{}", "a".repeat(380));
    let press = press();
    let made = press.poster_png(&Card { address: address.clone(), ..card() }).expect("a poster");
    let (width, height, grey) = decode(&made.bytes);
    assert_eq!(scan(width, height, |x, y| grey[y * width + x]), address);
    let address = format!("https://kepu.example.org/{}", "a".repeat(400));
    let refusal = press.poster_png(&Card { address, ..card() }).expect_err("too long");
    insta::assert_snapshot!(refusal.to_string(), @"an address of 425 bytes makes a QR code too dense to be scanned");
}

#[test]
fn a_page_holds_text_and_a_code_that_can_be_scanned() {
    let made = press().poster_pdf(&card()).expect("a poster");
    let pdf = Pdf::new(made.bytes).expect("a PDF");
    assert_eq!(pdf.pages().len(), 1);
    let text = text_of(&pdf);
    for wanted in [
        "隔夜菜会致癌吗？",
        "看怎么放",
        "70℃",
        "李医生（副主任医师）",
        "有效期至：2027年10月31日",
        "扫码看全文",
    ] {
        assert!(text.contains(wanted), "`{wanted}` in {text}");
    }

    let page = &pdf.pages()[0];
    let (width, height) = page.render_dimensions();
    assert!((width - 595.276).abs() < 0.01 && (height - 841.89).abs() < 0.01, "{width} × {height}");
    let scale = PixmapSettings { x_scale: 150.0 / 72.0, y_scale: 150.0 / 72.0, ..PixmapSettings::default() };
    let settings = (InterpreterSettings::default(), RenderSettings::default());
    let pixmap = hayro::render(page, &RenderCache::new(), &settings.0, &settings.1, &scale);
    let (width, height) = (usize::from(pixmap.width()), usize::from(pixmap.height()));
    let pixels = pixmap.data();
    assert_eq!(scan(width, height, |x, y| pixels[y * width + x].g), ADDRESS);
}

#[test]
fn a_social_image_has_the_size_that_open_graph_wants() {
    let made = press().social_png(&card()).expect("an image");
    let (width, height, _) = decode(&made.bytes);
    assert_eq!((width, height), (1200, 630));
}

#[test]
fn the_same_card_gives_the_same_bytes() {
    let (first, second) = (press(), press());
    let card = card();
    assert_eq!(first.poster_png(&card).expect("a poster"), second.poster_png(&card).expect("a poster"));
    let pages = [&first, &second, &first].map(|it| it.poster_pdf(&card).expect("a poster").bytes);
    assert!(pages[0] == pages[1] && pages[1] == pages[2]);
    assert!(!pages[0].windows(12).any(|it| it == b"CreationDate"), "no date");
}

#[test]
fn characters_that_no_font_has_are_named() {
    let hostile = "洗手🧼\u{202e}<b>&\u{0}\u{1b}[31m]]>𰻝سلام</text>\u{fffe}\u{200d}✔";
    let card = Card { title: hostile.to_owned(), points: Points::Steps(vec![hostile.to_owned()]), ..card() };
    let press = press();
    let made = press.poster_pdf(&card).expect("a poster");
    assert_eq!(made.missing, ['ا', 'س', 'ل', 'م', '🧼', '𰻝']);
    let text = text_of(&Pdf::new(made.bytes).expect("a PDF"));
    assert!(text.contains("洗手<b>&[31m]]>□□□□□</text>✓"), "{text}");
    press.poster_png(&card).expect("a poster");
    press.social_png(&card).expect("an image");
}

#[test]
fn a_site_may_bring_templates_of_its_own() {
    let svg = r##"<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="{{ tones.strong }}"/></svg>"##;
    let overrides = BTreeMap::from([("posters/social.svg".to_owned(), svg.as_bytes().to_vec())]);
    let press = Press::new(&theme(&overrides)).expect("its posters");
    let (width, height, _) = decode(&press.social_png(&card()).expect("an image").bytes);
    assert_eq!((width, height), (40, 20));
    let overrides = BTreeMap::from([("posters/social.svg".to_owned(), b"<svg {{ fit() }}".to_vec())]);
    let press = Press::new(&theme(&overrides)).expect("its posters");
    let refusal = press.social_png(&card()).expect_err("a broken template").to_string();
    assert!(refusal.contains("social.svg"), "{refusal}");
}
