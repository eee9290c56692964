//! A page that lists what a channel would get: for the person who decides whether it may go.

use super::make::Made;
use crate::model::Article;
use crate::model::channel::ChannelConfig;
use crate::parse::markdown::text_to_html as escaped;

/// The page: each article with its files beside it, texts shown as they are, and what is to be known.
pub fn list(channel: &ChannelConfig, entries: &[(&Article, Vec<Made>)]) -> String {
    let (name, form) = (escaped(&channel.name), channel.format.value.name());
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{name} · 渠道预览</title>\n<style>\n\
         body {{ max-width: 46rem; margin: 0 auto; padding: 1rem; font: 1.1rem/1.7 sans-serif; color: #1c2421; }}\n\
         pre {{ padding: .8rem; background: #f2eee3; font: inherit; white-space: pre-wrap; word-wrap: break-word; }}\n\
         img {{ display: block; max-width: 16rem; border: 1px solid #ded8ca; }}\n\
         .note {{ color: #7a4a00; }}\n</style>\n<h1>{name}</h1>\n<p>{form}，共 {} 篇。还没有发出去。</p>\n",
        entries.len()
    );
    for (article, made) in entries {
        out.push_str(&format!("<h2>{}</h2>\n", escaped(&article.source.front.title)));
        for note in made.iter().flat_map(|file| &file.notes) {
            out.push_str(&format!("<p class=\"note\">{}</p>\n", escaped(&note.zh)));
        }
        for file in made {
            let file_name = escaped(&file.name);
            match file.name.rsplit('.').next() {
                Some("txt") => {
                    let text = escaped(&String::from_utf8_lossy(&file.bytes));
                    out.push_str(&format!("<pre>{text}</pre>\n"));
                }
                Some("png") => out.push_str(&format!(
                    "<p><a href=\"{file_name}\"><img src=\"{file_name}\" alt=\"{file_name}\"></a></p>\n"
                )),
                _ => out.push_str(&format!("<p><a href=\"{file_name}\">{file_name}</a></p>\n")),
            }
        }
    }
    out
}
