//! Rules of files, whatever they hold.

use super::super::Severity::{Error, Warning};
use super::super::rule::Example::{Body, Files, Told};
use super::super::rule::{Rule, Words};

pub static FILE_NAME_NOT_UTF8: Rule = Rule {
    id: "file-name-not-utf8",
    severity: Error,
    title: Words::new("文件名不是 UTF-8", "a file name that is not UTF-8"),
    explanation: Words::new(
        "多半是老的压缩包解出来的 GBK 文件名。别的系统认不得，链接也写不出来。重新命名；很多的话用 convmv。",
        "Most likely GBK names out of an old archive. Other systems cannot read them. Rename them; convmv does many.",
    ),
    raises: Told(Words::new("文件名的字节是 GBK。", "The bytes of the name are GBK.")),
    passes: Files(&[("content/articles/示例.md", "---\n标题: 示例\n主题: 农技\n---\n\n正文。\n")]),
};

pub static FILE_NOT_AS_NAMED: Rule = Rule {
    id: "file-not-as-named",
    severity: Error,
    title: Words::new("文件的内容和扩展名不符", "a file that is not what its name says"),
    explanation: Words::new(
        "只改文件名不会改变格式，读者的手机打不开。用软件打开，重新“另存为”这种格式。",
        "Renaming does not change a format, and phones cannot open it. Save it in that format.",
    ),
    raises: Files(&[
        ("content/articles/示例.md", "---\n标题: 示例\n主题: 农技\n---\n\n![示意图](a.png)\n"),
        ("content/articles/a.png", "不是图片"),
    ]),
    passes: Body("正文。"),
};

pub static FILE_TOO_LARGE: Rule = Rule {
    id: "file-too-large",
    severity: Error,
    title: Words::new("文章文件太大", "a text file that is too large"),
    explanation: Words::new(
        "文章只有几千字节；几兆的多半是放错了地方，或里面有整张图片的编码。大文件放在别处，用链接指过去。",
        "An article is some kilobytes. Megabytes are here by mistake, or hold an encoded picture: put them elsewhere and link.",
    ),
    raises: Told(Words::new("一个 9 MB 的 `.md` 文件。", "A `.md` file of 9 MB.")),
    passes: Body("正文。"),
};

pub static LINK_OUT_OF_SITE: Rule = Rule {
    id: "link-out-of-site",
    severity: Error,
    title: Words::new("符号链接通到站点外面", "a symbolic link that leads out of the site"),
    explanation: Words::new(
        "站点外面的文件不该随手发布出去。把文件复制进来；确实要用，在 site.yaml 里写 `follow_links: true`。",
        "Files outside the site should not be published by chance. Copy them, or write `follow_links: true` in site.yaml.",
    ),
    raises: Told(Words::new(
        "content/articles 里有一个通到站点外面的符号链接。",
        "A symbolic link in content/articles to a folder outside the site.",
    )),
    passes: Body("正文。"),
};

pub static LINK_TO_DATA: Rule = Rule {
    id: "link-to-data",
    severity: Error,
    title: Words::new("符号链接通到 content/data", "a symbolic link into content/data"),
    explanation: Words::new(
        "那里的表格可能有不公开的列，不会原样发布。把要公开的内容另存一份。",
        "Tables there may hold private columns and are never published as they are. Save what is public apart.",
    ),
    raises: Told(Words::new(
        "content/articles 里的符号链接通到 content/data。",
        "A symbolic link in content/articles to content/data.",
    )),
    passes: Body("正文。"),
};

pub static LINK_TO_HIDDEN: Rule = Rule {
    id: "link-to-hidden",
    severity: Error,
    title: Words::new("符号链接通到隐藏的文件或文件夹", "a symbolic link to something hidden"),
    explanation: Words::new(
        "名字以 `.` 开头的不发布。要发布就复制过来，换个名字。",
        "What begins with `.` is not published. Copy it under another name if it should be.",
    ),
    raises: Told(Words::new(
        "content/articles 里的符号链接通到 `.git`。",
        "A symbolic link in content/articles to `.git`.",
    )),
    passes: Body("正文。"),
};

pub static MORE_ERRORS: Rule = Rule {
    id: "more-errors",
    severity: Error,
    title: Words::new("这个文件还有错误没有列出", "more errors in this file than are listed"),
    explanation: Words::new(
        "一个文件最多列出一百个问题。先改正上面的，再检查一次。",
        "At most a hundred problems of a file are listed. Mend those, then check again.",
    ),
    raises: Told(Words::new(
        "一篇文章里有一百多个断链。",
        "An article with more than a hundred broken links.",
    )),
    passes: Body("正文。"),
};

pub static MORE_WARNINGS: Rule = Rule {
    id: "more-warnings",
    severity: Warning,
    title: Words::new("这个文件还有警告没有列出", "more warnings in this file than are listed"),
    explanation: Words::new(
        "一个文件最多列出一百个问题。先改正上面的，再检查一次。",
        "At most a hundred problems of a file are listed. Mend those, then check again.",
    ),
    raises: Told(Words::new(
        "一篇文章里有一百多处不同的警告。",
        "An article with more than a hundred warnings of different kinds.",
    )),
    passes: Body("正文。"),
};

pub static PHOTO_WITH_METADATA: Rule = Rule {
    id: "photo-with-metadata",
    severity: Error,
    title: Words::new("照片里的拍摄信息去不掉", "what the camera noted cannot be taken out of a photograph"),
    explanation: Words::new(
        "手机照片里记着拍摄的地点和时间。JPEG、PNG、WebP 里的会自动去掉；这一张去不掉，不能发布。另存为 JPEG、PNG 或 WebP。",
        "Phones note where and when. That is taken out of JPEG, PNG and WebP, but cannot be out of this one: save it as one of those.",
    ),
    raises: Told(Words::new(
        "一张带有位置信息的 AVIF 照片。",
        "An AVIF photograph that tells where it was taken.",
    )),
    passes: Body("正文。"),
};

pub static TOO_MANY_LINKED_FILES: Rule = Rule {
    id: "too-many-linked-files",
    severity: Error,
    title: Words::new(
        "符号链接绕成了圈，或通到的文件太多",
        "symbolic links in a circle, or to too many files",
    ),
    explanation: Words::new("文件夹之间不要互相链接。", "Folders should not link to one another."),
    raises: Told(Words::new("一个文件夹里的符号链接通回它自己。", "A symbolic link back to its own folder.")),
    passes: Body("正文。"),
};

pub static UNREADABLE_FILE: Rule = Rule {
    id: "unreadable-file",
    severity: Error,
    title: Words::new("读不了这个文件", "a file that cannot be read"),
    explanation: Words::new(
        "没有权限，或符号链接指的文件不在了。",
        "It is not allowed, or the file behind a symbolic link is gone.",
    ),
    raises: Told(Words::new(
        "一个指向不存在文件的符号链接。",
        "A symbolic link to a file that is not there.",
    )),
    passes: Body("正文。"),
};

pub static UNSAFE_IMAGE: Rule = Rule {
    id: "unsafe-image",
    severity: Error,
    title: Words::new("SVG 图里有不能发布的内容", "an SVG that holds what cannot be published"),
    explanation: Words::new(
        "SVG 里可以有程序和外面的链接，打开图就会运行。在画图软件里另存为“普通 SVG”，或导出成 PNG。",
        "An SVG can hold scripts and outside links that run when it is opened. Save it as plain SVG, or export PNG.",
    ),
    raises: Files(&[
        ("content/articles/示例.md", "---\n标题: 示例\n主题: 农技\n---\n\n![示意图](a.svg)\n"),
        (
            "content/articles/a.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>",
        ),
    ]),
    passes: Files(&[
        ("content/articles/示例.md", "---\n标题: 示例\n主题: 农技\n---\n\n![示意图](a.svg)\n"),
        ("content/articles/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>"),
    ]),
};
