//! The drawings of articles as PNG, for Official Accounts, which take no SVG.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use anyhow::Result;

use crate::channel::drawing::Painter;
use crate::channel::picture::{self, Fitter};
use crate::channel::wechat;
use crate::model::channel::{ChannelFormat, usual_limits};
use crate::model::picture::is_drawing;
use crate::model::{Asset, SourcePath, address};
use crate::outputs::{Key, Planner, Rendered, Site, View};
use crate::theme::Renderer;

/// Each drawing once, whichever articles show it.
pub(super) fn plan(site: &Site<'_>, planner: &mut Planner<'_>) {
    let painter: Arc<OnceLock<Painter>> = Arc::default();
    let pictures = site.catalog.articles.iter().flat_map(|it| site.catalog.pictures(it));
    let drawings = pictures.map(|it| it.asset).filter(|asset| is_drawing(&asset.source));
    let drawings: BTreeMap<String, &Asset> = drawings.map(|it| (address::painting(&it.path), it)).collect();
    for (path, asset) in drawings {
        let (source, hash, painter) = (SourcePath::clone(&asset.source), asset.hash, Arc::clone(&painter));
        planner.add(path, move |site| Painting {
            source: SourcePath::clone(&source),
            hash,
            look: site.theme.posters_hash(),
            painter: Arc::clone(&painter),
        });
    }
}

/// A drawing as PNG.
struct Painting {
    source: SourcePath,
    hash: [u8; 32],
    /// What stands for the fonts it is painted with.
    look: blake3::Hash,
    painter: Arc<OnceLock<Painter>>,
}

impl View for Painting {
    fn fingerprint(&self, key: &mut Key) -> Result<()> {
        key.add_bytes("content", &self.hash);
        key.add_bytes("theme", self.look.as_bytes());
        Ok(())
    }

    fn render(&self, renderer: &Renderer<'_>) -> Result<Rendered> {
        self.painter.get_or_init(|| Painter::new(renderer.theme()));
        let (source, painter) = (SourcePath::clone(&self.source), Arc::clone(&self.painter));
        let make = Box::new(move |bytes| {
            let limits = usual_limits(ChannelFormat::Wechat);
            let file = painter.get().and_then(|painter| {
                let fitter = Fitter::new(painter, &limits).drawing_up_to(wechat::DRAWN);
                fitter.fit(&source, bytes).0
            });
            file.map_or_else(picture::blank, |file| file.bytes)
        });
        Ok(Rendered::Made { source: SourcePath::clone(&self.source), hash: self.hash, make })
    }
}
