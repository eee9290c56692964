//! What is published beside pages, and what is not.

use img_parts::Bytes;
use img_parts::jpeg::{Jpeg, JpegSegment};
use img_parts::png::{Png, PngChunk};
use proptest::prelude::*;

use super::{is_allowed, prepare, style, svg};

const OPEN: &str = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'>";

/// Whether a picture with this inside is published.
fn passes(inside: &str) -> bool {
    svg::judge(format!("{OPEN}{inside}</svg>").as_bytes()).is_ok()
}

#[test]
fn drawings_are_published() {
    for inside in [
        "<title>on</title><path d='M0 0h5' fill='url(#a)' style='stroke:#000;fill:url(\"#b\")'/>",
        "<style>.a{fill:red} @media print{.a{fill:url(#b)}} @font-face{src:url(data:font/woff2;base64,AA)}</style>",
        "<style><![CDATA[.a > b { fill: red }]]></style>",
        "<a href='https://example.org/?a&amp;b'><text x='1'>甲</text></a><a xlink:href='../b.html'/>",
        "<image href='data:image/png;base64,AA=='/><use xlink:href='#a'/><image xlink:href='#b'/>",
        "<rect aria-label='甲' data-name='乙' xml:space='preserve' xml:lang='zh'/>",
        "<set attributeName='fill' to='red'/><animate attributeName='x' values='1;2' href='#a'/>",
        "<metadata><r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><r:li r:x='y'/></r:RDF></metadata>",
        "<i:namedview xmlns:i='http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd' id='x' onload='1'/>",
        "&amp;&lt;&#20013;<!-- 说明 -->",
    ] {
        let judged = svg::judge(format!("{OPEN}{inside}</svg>").as_bytes());
        assert_eq!(judged, Ok(()), "{inside}");
    }
    for file in [
        "<?xml version='1.0' encoding='UTF-8' standalone='no'?>\n<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd'>\n<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'/>\n<!-- x -->",
        "\u{feff}<s:svg xmlns:s='http://www.w3.org/2000/svg'><s:g/></s:svg>",
    ] {
        assert_eq!(svg::judge(file.as_bytes()), Ok(()), "{file}");
    }
}

/// What runs or loads something, each in the several ways of writing it.
const HOSTILE: [&str; 52] = [
    "<script>1</script>",
    "<s:script xmlns:s='http://www.w3.org/2000/svg'>1</s:script>",
    "<h:script xmlns:h='http://www.w3.org/1999/xhtml'>1</h:script>",
    "<script xmlns='http://www.w3.org/1999/xhtml'>1</script>",
    "<iframe xmlns='http://www.w3.org/1999/xhtml' src='x'/>",
    "<embed xmlns='http://www.w3.org/1999/xhtml' src='x'/>",
    "<object xmlns='http://www.w3.org/1999/xhtml' data='x'/>",
    "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'/></foreignObject>",
    "<foreignobject/>",
    "<handler type='text/ecmascript'>1</handler>",
    "<listener event='click' handler='#a'/>",
    "<x xmlns='urn:unknown'/>",
    "<g xmlns=''/>",
    "<p:x/>",
    "<g onload='1'/>",
    "<g ONLOAD='1'/>",
    "<g onfuture='1'/>",
    "<g x:onload='1' xmlns:x='http://www.w3.org/2000/svg'/>",
    "<g ev:event='click' xmlns:ev='http://www.w3.org/2001/xml-events'/>",
    "<g xml:base='javascript:1/'/>",
    "<a href='javascript:1'/>",
    "<a xlink:href='javascript:1'/>",
    "<a k:href='javascript:1' xmlns:k='http://www.w3.org/1999/xlink'/>",
    "<a href='java&#115;cript:1'/>",
    "<a href='java&#x9;script:1'/>",
    "<a href='&#10;javascript:1'/>",
    "<a href='&#1;javascript:1'/>",
    "<a href=' JaVaScRiPt&#58;1'/>",
    "<a href='data:text/html,1'/>",
    "<a href='vbscript:1'/>",
    "<use href='https://example.org/a.svg#b'/>",
    "<use href='data:image/svg+xml,1#a'/>",
    "<image href='data:image/svg+xml;base64,AA'/>",
    "<image href='https://example.org/pixel.png'/>",
    "<feImage href='x.png'/>",
    "<set attributeName='href' to='javascript:1'/>",
    "<set attributeName='xlink:href' to='javascript:1'/>",
    "<animate attributeName='h&#114;ef' values='javascript:1'/>",
    "<set attributeName='onclick' to='1'/>",
    "<animate attributeName='style' to='x'/>",
    "<style>@import 'x.css';</style>",
    "<style>@\\69mport 'x.css';</style>",
    "<style>a{background:u\\72l(https://example.org)}</style>",
    "<style>a{background:url(  'https://example.org'  )}</style>",
    "<style>a{b:image-set('https://example.org' 1x)}</style>",
    "<style>a{-moz-binding:url(#x)}</style>",
    "<style><![CDATA[@imp]]>ort 'x.css';</style>",
    "<style>&#64;import 'x.css';</style>",
    "<g style='background:url(https://example.org)'/>",
    "<g fill='url(https://example.org#a)'/>",
    "&unknown;",
    "<?xml-stylesheet href='x.xsl'?>",
];

#[test]
fn what_runs_or_loads_is_refused() {
    for inside in HOSTILE {
        assert!(!passes(inside), "{inside}");
        assert!(!passes(&format!("<g><switch>{inside}</switch></g>")), "{inside}, deeper");
    }
    for file in [
        "<html xmlns='http://www.w3.org/1999/xhtml'/>",
        "<svg/>",
        "<g xmlns='http://www.w3.org/2000/svg'/>",
        "<svg xmlns='http://www.w3.org/2000/svg'>",
        "<svg xmlns='http://www.w3.org/2000/svg'/><script xmlns='http://www.w3.org/2000/svg'/>",
        "<!DOCTYPE svg [<!ATTLIST svg onload CDATA '1'>]><svg xmlns='http://www.w3.org/2000/svg'/>",
        "<!DOCTYPE svg [<!ENTITY a '<script/>'>]><svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>",
        "<?xml-stylesheet type='text/xsl' href='#a'?><svg xmlns='http://www.w3.org/2000/svg'/>",
        "<?xml version='1.0' encoding='UTF-7'?><svg xmlns='http://www.w3.org/2000/svg'/>",
        "<?xml version='1.0' encoding='utf-16'?><svg xmlns='http://www.w3.org/2000/svg'/>",
        "",
    ] {
        assert!(svg::judge(file.as_bytes()).is_err(), "{file}");
    }
    let utf16: Vec<u8> = OPEN.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(svg::judge(&[b"\xFF\xFE".to_vec(), utf16].concat()).is_err());
    let deep = format!("{}{}", "<g>".repeat(5000), "</g>".repeat(5000));
    assert!(!passes(&deep));
    assert!(style::fault(&"(".repeat(100_000)).is_some());
}

#[test]
fn a_refusal_points_at_its_cause() {
    let file = format!("{OPEN}<g/><g onload='1'/></svg>");
    let fault = svg::judge(file.as_bytes()).expect_err("it is refused");
    assert_eq!(&file[fault.span.map_or(0..0, |(start, end)| start..end)], "<g onload='1'/>");
    assert!(fault.what.zh.contains("`onload`") && fault.what.en.contains("`onload`"), "{:?}", fault.what);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// Wherever a hostile piece stands among harmless ones.
    #[test]
    fn no_surrounding_hides_a_hostile_piece(
        before in proptest::collection::vec(0..6_usize, 0..6),
        piece in 0..HOSTILE.len(),
        after in proptest::collection::vec(0..6_usize, 0..6),
    ) {
        let harmless = ["<g/>", "<!-- <g> -->", "<text>&lt;a&gt;</text>", "<![CDATA[<x>]]>", "<style>a{}</style>", "<path d='M0 0'/>"];
        let text = |list: &[usize]| list.iter().map(|it| harmless[*it]).collect::<String>();
        let (before, after) = (text(&before), text(&after));
        prop_assert!(passes(&(before.clone() + &after)));
        prop_assert!(!passes(&(before + HOSTILE[piece] + &after)));
    }

    /// Whatever bytes come, nothing panics, and what passes is XML with an `svg` at its root.
    #[test]
    fn any_text_is_judged(text in "(<svg xmlns='http://www.w3.org/2000/svg'>|</svg>|<g|/>|>|&#|x;| href='|javascript:|<!|\\[|\\]|--|<\\?|\\?>|style|\\{|\\}|@|url\\(|\\\\|甲){0,30}") {
        if svg::judge(text.as_bytes()).is_ok() {
            prop_assert!(text.contains("<svg") && !text.contains("<?"));
        }
        style::fault(&text);
    }
}

#[test]
fn attachments_go_by_a_list() {
    for name in ["a.pdf", "照片.JPG", "x/y/表.xlsx", "录音.mp3", "a.b.svg", "通知.wps"] {
        assert!(is_allowed(name), "{name}");
    }
    for name in [
        "a.html",
        "a.htm",
        "a.HTML",
        "a.shtml",
        "a.xht",
        "a.xhtml",
        "a.xml",
        "a.svgz",
        "a.xsl",
        "a.js",
        "a.mjs",
        "a.php",
        "a.swf",
        "a.hta",
        "a.url",
        "a.lnk",
        "a.exe",
        "a.apk",
        "a.docm",
        "a.xlsm",
        "a.mht",
        "a.md",
        "a",
        "a.pdf.html",
        "a.svg ",
        "a.",
        "pdf",
        "",
    ] {
        assert!(!is_allowed(name), "{name}");
    }
}

#[test]
fn files_are_what_their_names_say() {
    let page = b"<!DOCTYPE html><script>1</script>".to_vec();
    for extension in super::ALLOWED.iter().filter(|it| !["txt", "csv", "ics"].contains(it)) {
        let refused = prepare(&format!("a.{extension}"), page.clone());
        assert!(refused.is_err(), "{extension}");
        assert!(prepare(&format!("a.{extension}"), Vec::new()).is_err(), "{extension}, empty");
    }
    assert_eq!(prepare("a.pdf", b"%PDF-1.7 x".to_vec()), Ok(b"%PDF-1.7 x".to_vec()));
}

/// A JPEG of one grey dot, as far as its markers go.
fn jpeg(notes: &[(u8, &[u8])]) -> Vec<u8> {
    let mut picture = Jpeg::from_bytes(Bytes::from_static(&[
        0xFF, 0xD8, 0xFF, 0xE0, 0, 16, b'J', b'F', b'I', b'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0xFF, 0xC0, 0,
        11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0, 0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0x12, 0xFF, 0, 0x34, 0xFF,
        0xD0, 0x56, 0xFF, 0xD9,
    ]))
    .expect("a picture");
    for (marker, contents) in notes {
        let segment = JpegSegment::new_with_contents(*marker, Bytes::copy_from_slice(contents));
        picture.segments_mut().insert(1, segment);
    }
    picture.encoder().bytes().into()
}

/// EXIF with an orientation and an owner.
fn exif(orientation: u8) -> Vec<u8> {
    let mut data = b"Exif\0\0II*\0\x08\0\0\0\x02\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    data.extend([orientation, 0, 0, 0]);
    data.extend(b"\x98\x82\x02\0\x08\0\0\0\x26\0\0\0\0\0\0\0SECRET!\0");
    data
}

#[test]
fn photographs_lose_what_the_camera_noted() {
    let clean = jpeg(&[]);
    assert_eq!(prepare("a.jpg", clean.clone()), Ok(clean.clone()), "nothing to take out, nothing changed");
    for (marker, contents) in [
        (0xE1, exif(1)),
        (0xE1, b"http://ns.adobe.com/xap/1.0/\0SECRET!".to_vec()),
        (0xED, b"Photoshop 3.0\0SECRET!".to_vec()),
        (0xFE, b"SECRET!".to_vec()),
        (0xE2, b"MPF\0SECRET!".to_vec()),
        (0xEF, b"SECRET!".to_vec()),
    ] {
        let stripped = prepare("a.jpeg", jpeg(&[(marker, &contents)])).expect("a picture");
        assert_eq!(stripped, clean, "{marker:x}");
    }
    let profile = jpeg(&[(0xE2, b"ICC_PROFILE\0\x01\x01colours")]);
    assert_eq!(prepare("a.jpg", profile.clone()), Ok(profile), "colours stay right");
    for orientation in 2..=8 {
        let stripped = prepare("a.jpg", jpeg(&[(0xE1, &exif(orientation))])).expect("a picture");
        assert!(!stripped.windows(7).any(|it| it == b"SECRET!"));
        let notes =
            exif::Reader::new().read_from_container(&mut std::io::Cursor::new(&stripped)).expect("EXIF");
        let fields: Vec<_> = notes.fields().map(|it| (it.tag, it.value.get_uint(0))).collect();
        assert_eq!(fields, [(exif::Tag::Orientation, Some(u32::from(orientation)))]);
        assert_eq!(prepare("a.jpg", stripped.clone()), Ok(stripped), "once is enough");
    }
    // A second picture behind the first, with notes of its own.
    let two = [clean.clone(), jpeg(&[(0xE1, &exif(1))])].concat();
    assert_eq!(prepare("a.jpg", two), Ok(clean.clone()));
    for cut in 3..clean.len() {
        assert!(prepare("a.jpg", clean[..cut].to_vec()).is_err(), "cut at {cut}");
    }
}

#[test]
fn other_pictures_lose_their_notes_too() {
    let chunk = |kind: &[u8; 4], contents: &'static [u8]| PngChunk::new(*kind, Bytes::from_static(contents));
    let png = |notes: Vec<PngChunk>| {
        let mut bytes = b"\x89PNG\r\n\x1A\n".to_vec();
        let header = chunk(b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
        for it in [vec![header], notes, vec![chunk(b"IDAT", b"x"), chunk(b"IEND", b"")]].concat() {
            bytes.extend(Vec::from(it.encoder().bytes()));
        }
        bytes
    };
    assert!(Png::from_bytes(png(Vec::new()).into()).is_ok());
    for kind in [b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"] {
        let stripped = prepare("a.png", png(vec![chunk(kind, b"SECRET!"), chunk(b"gAMA", b"1234")]));
        assert_eq!(stripped, Ok(png(vec![chunk(b"gAMA", b"1234")])));
    }
    assert_eq!(prepare("a.png", [png(Vec::new()), b"SECRET!".to_vec()].concat()), Ok(png(Vec::new())));
    let webp = |flags: u8, chunks: &[(&[u8; 4], &[u8])]| {
        let mut body = b"WEBP".to_vec();
        for (kind, data) in chunks {
            let data = if *kind == b"VP8X" { [&[flags], &data[1..]].concat() } else { data.to_vec() };
            body.extend([kind.as_slice(), &(data.len() as u32).to_le_bytes(), &data].concat());
        }
        [b"RIFF".as_slice(), &(body.len() as u32).to_le_bytes(), &body].concat()
    };
    type Chunk = (&'static [u8; 4], &'static [u8]);
    let (head, data): (Chunk, Chunk) = ((b"VP8X", &[0; 10]), (b"VP8L", &[1, 2]));
    let noted = webp(0b0010_1100, &[head, data, (b"EXIF", b"SECRET"), (b"XMP ", b"SECRET")]);
    assert_eq!(prepare("a.webp", noted), Ok(webp(0b0010_0000, &[head, data])));
}
