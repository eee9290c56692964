//! The parts of a document beside its text: styles, numbering, relations.

use super::super::xml;

/// What the types of relations begin with.
pub const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

pub const CONTENT_TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Default Extension="jpg" ContentType="image/jpeg"/><Default Extension="gif" ContentType="image/gif"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/><Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>"#;

pub const PACKAGE_RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>"#;

/// Without its end: links and pictures follow.
pub const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rStyles" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rSettings" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings" Target="settings.xml"/><Relationship Id="rNumbering" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" Target="numbering.xml"/>"#;

pub const SETTINGS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>"#;

const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// Title and language. No dates: the same article gives the same bytes.
pub fn core(title: &str) -> String {
    let mut escaped = String::new();
    xml::push(&mut escaped, title);
    format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{escaped}</dc:title>\
         <dc:language>zh-CN</dc:language></cp:coreProperties>"
    )
}

/// A page of A4 with the usual margins around what is written on it.
pub fn document(content: &str) -> String {
    format!(
        "{HEAD}<w:document xmlns:w=\"{MAIN}\" xmlns:r=\"{OFFICE}\" \
         xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
         xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
         xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><w:body>{content}\
         <w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1440\" w:right=\"1800\" w:bottom=\"1440\" \
         w:left=\"1800\" w:header=\"851\" w:footer=\"992\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>"
    )
}

/// The numbering of signs, then one for each numbered list.
pub fn numbering(lists: &[(usize, u64)]) -> String {
    let mut out = format!("{HEAD}<w:numbering xmlns:w=\"{MAIN}\">");
    for id in 0..2 {
        out += &format!(
            "<w:abstractNum w:abstractNumId=\"{id}\"><w:multiLevelType w:val=\"hybridMultilevel\"/>"
        );
        for level in 0..9_usize {
            let sign = ["•", "◦", "▪"][level % 3];
            let number = format!("%{}.", level + 1);
            let (format, text) = if id == 0 { ("bullet", sign) } else { ("decimal", number.as_str()) };
            out += &format!(
                "<w:lvl w:ilvl=\"{level}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/>\
                 <w:lvlText w:val=\"{text}\"/><w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"{}\" w:hanging=\"420\"/></w:pPr>",
                (level + 1) * 420
            );
            if id == 0 {
                out += "<w:rPr><w:rFonts w:ascii=\"Arial\" w:hAnsi=\"Arial\" w:cs=\"Arial\" w:hint=\"default\"/></w:rPr>";
            }
            out += "</w:lvl>";
        }
        out += "</w:abstractNum>";
    }
    out += "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>";
    for (place, (level, start)) in lists.iter().enumerate() {
        out += &format!(
            "<w:num w:numId=\"{}\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride w:ilvl=\"{level}\">\
             <w:startOverride w:val=\"{start}\"/></w:lvlOverride></w:num>",
            place + 2
        );
    }
    out + "</w:numbering>"
}

/// A style of paragraphs.
struct Style {
    id: &'static str,
    name: &'static str,
    /// `w:pPr` without its tags.
    paragraph: &'static str,
    /// 宋体 or 黑体.
    font: &'static str,
    /// Half points.
    size: u32,
    /// More of `w:rPr`.
    look: &'static str,
}

const SONG: &str = "宋体";
const HEI: &str = "黑体";

#[rustfmt::skip]
const STYLES: [Style; 16] = [
    Style { id: "Title", name: "Title", paragraph: "<w:spacing w:before=\"240\" w:after=\"240\" w:line=\"360\" w:lineRule=\"auto\"/><w:jc w:val=\"center\"/>", font: HEI, size: 40, look: "" },
    Style { id: "Heading1", name: "heading 1", paragraph: "<w:keepNext/><w:spacing w:before=\"240\" w:after=\"120\"/><w:outlineLvl w:val=\"0\"/>", font: HEI, size: 32, look: "" },
    Style { id: "Heading2", name: "heading 2", paragraph: "<w:keepNext/><w:spacing w:before=\"200\" w:after=\"100\"/><w:outlineLvl w:val=\"1\"/>", font: HEI, size: 28, look: "" },
    Style { id: "Heading3", name: "heading 3", paragraph: "<w:keepNext/><w:spacing w:before=\"160\" w:after=\"80\"/><w:outlineLvl w:val=\"2\"/>", font: HEI, size: 26, look: "" },
    Style { id: "Heading4", name: "heading 4", paragraph: "<w:keepNext/><w:spacing w:before=\"120\" w:after=\"60\"/><w:outlineLvl w:val=\"3\"/>", font: HEI, size: 24, look: "" },
    Style { id: "Heading5", name: "heading 5", paragraph: "<w:keepNext/><w:spacing w:before=\"120\" w:after=\"60\"/><w:outlineLvl w:val=\"4\"/>", font: HEI, size: 24, look: "" },
    Style { id: "BodyText", name: "Body Text", paragraph: "<w:ind w:firstLineChars=\"200\" w:firstLine=\"480\"/>", font: SONG, size: 24, look: "" },
    Style { id: "ListText", name: "List Paragraph", paragraph: "", font: SONG, size: 24, look: "" },
    Style { id: "Term", name: "Term", paragraph: "<w:keepNext/>", font: HEI, size: 24, look: "" },
    Style { id: "Quote", name: "Quote", paragraph: "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"F2F2F2\"/><w:ind w:left=\"420\"/>", font: SONG, size: 24, look: "" },
    Style { id: "Code", name: "Code", paragraph: "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"F2F2F2\"/><w:spacing w:line=\"280\" w:lineRule=\"auto\"/>", font: SONG, size: 21, look: "" },
    Style { id: "Figure", name: "Figure", paragraph: "<w:keepNext/><w:jc w:val=\"center\"/>", font: SONG, size: 24, look: "" },
    Style { id: "Caption", name: "caption", paragraph: "<w:jc w:val=\"center\"/>", font: HEI, size: 20, look: "" },
    Style { id: "TableText", name: "Table Text", paragraph: "<w:spacing w:line=\"280\" w:lineRule=\"auto\"/>", font: SONG, size: 21, look: "" },
    Style { id: "AfterTable", name: "After Table", paragraph: "<w:spacing w:line=\"120\" w:lineRule=\"exact\"/>", font: SONG, size: 10, look: "" },
    Style { id: "Foot", name: "Article Foot", paragraph: "", font: SONG, size: 21, look: "<w:color w:val=\"595959\"/>" },
];

/// The styles: what is printed in 宋体, headings in 黑体.
pub fn styles() -> String {
    let fonts = |font: &str| {
        format!(
            "<w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:eastAsia=\"{font}\" w:cs=\"Times New Roman\"/>"
        )
    };
    let mut out = format!(
        "{HEAD}<w:styles xmlns:w=\"{MAIN}\"><w:docDefaults><w:rPrDefault><w:rPr>{}<w:sz w:val=\"24\"/>\
         <w:szCs w:val=\"24\"/><w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault>\
         <w:pPrDefault><w:pPr><w:spacing w:line=\"360\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults>\
         <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/></w:style>\
         <w:style w:type=\"character\" w:default=\"1\" w:styleId=\"DefaultFont\"><w:name w:val=\"Default Paragraph Font\"/></w:style>\
         <w:style w:type=\"character\" w:styleId=\"Hyperlink\"><w:name w:val=\"Hyperlink\"/><w:basedOn w:val=\"DefaultFont\"/>\
         <w:rPr><w:color w:val=\"0563C1\"/><w:u w:val=\"single\"/></w:rPr></w:style>\
         <w:style w:type=\"character\" w:customStyle=\"1\" w:styleId=\"CodeText\"><w:name w:val=\"Code Text\"/>\
         <w:basedOn w:val=\"DefaultFont\"/><w:rPr><w:rFonts w:ascii=\"Courier New\" w:hAnsi=\"Courier New\" w:cs=\"Courier New\"/></w:rPr></w:style>\
         <w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/><w:tblPr>\
         <w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar><w:left w:w=\"108\" w:type=\"dxa\"/><w:right w:w=\"108\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>\
         <w:style w:type=\"table\" w:styleId=\"TableGrid\"><w:name w:val=\"Table Grid\"/><w:basedOn w:val=\"TableNormal\"/><w:tblPr><w:tblBorders>",
        fonts(SONG)
    );
    for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
        out += &format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>");
    }
    out += "</w:tblBorders></w:tblPr></w:style>";
    for style in &STYLES {
        let Style { id, name, paragraph, font, size, look } = style;
        out += &format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn w:val=\"Normal\"/>\
             <w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{}{look}<w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/></w:rPr></w:style>",
            fonts(font)
        );
    }
    out + "</w:styles>"
}
