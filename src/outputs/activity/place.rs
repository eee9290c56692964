//! Where an activity takes place, and the maps that show it.

use crate::model::{Catalog, Position, Venue};
use crate::outputs::view::{MapLink, PlaceView};

/// Where the venue with this 阵地编号 is; nothing of one that no table knows.
pub fn place_at(catalog: &Catalog, id: &str) -> PlaceView {
    catalog.agenda.venue(id).map(place_view).unwrap_or_default()
}

/// Where a venue is, as far as the table says.
fn place_view(venue: &Venue) -> PlaceView {
    PlaceView {
        street: venue.street.clone(),
        community: venue.community.clone(),
        address: venue.address.clone(),
        maps: venue.position.map(|it| maps(&it, venue)).unwrap_or_default(),
        position: venue.position.map(|it| it.wgs84()),
    }
}

/// Addresses that show a point, each in the datum that it takes: those of 高德, 腾讯 and 百度 in the form in
/// which other public sites use them, and `geo:` (RFC 5870), which is WGS 84 and opens the map of the phone.
fn maps(position: &Position, venue: &Venue) -> Vec<MapLink> {
    let (longitude, latitude) = position.gcj02();
    let name = encoded(&venue.name);
    let address = encoded(venue.address.as_deref().unwrap_or(&venue.name));
    let link = |title, url| MapLink { title, url };
    let (east, north) = position.wgs84();
    vec![
        link(
            "高德地图",
            format!(
                "https://uri.amap.com/marker?position={longitude:.6},{latitude:.6}&name={name}&src=kepu&coordinate=gaode"
            ),
        ),
        link(
            "腾讯地图",
            format!(
                "https://apis.map.qq.com/uri/v1/marker?marker=coord:{latitude:.6},{longitude:.6};title:{name};addr:{address}&referer=kepu"
            ),
        ),
        link(
            "百度地图",
            format!(
                "https://api.map.baidu.com/marker?location={latitude:.6},{longitude:.6}&title={name}&content={address}&output=html&coord_type=gcj02&src=webapp.kepu.kepu"
            ),
        ),
        link("手机里的地图", format!("geo:{north:.6},{east:.6}")),
    ]
}

/// A text as the value of a parameter: nothing in it can end the value.
fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Datum, Tier};

    fn venue(datum: Datum) -> Venue {
        Venue {
            id: "1".to_owned(),
            name: "甲&乙".to_owned(),
            tier: Tier::Station,
            district: "北碚".to_owned(),
            street: None,
            community: None,
            address: None,
            position: Some(Position { longitude: 106.5772, latitude: 29.5572, datum }),
            capacity: None,
        }
    }

    #[test]
    fn each_map_gets_its_own_datum() {
        let view = place_view(&venue(Datum::Wgs84));
        let urls: Vec<&str> = view.maps.iter().map(|it| it.url.as_str()).collect();
        assert!(urls[0].contains("position=106.580888,29.554312&name=%E7%94%B2%26%E4%B9%99&"), "{urls:?}");
        assert!(urls[1].contains("coord:29.554312,106.580888;"), "{urls:?}");
        assert!(urls[2].contains("location=29.554312,106.580888&"), "{urls:?}");
        assert_eq!(urls[3], "geo:29.557200,106.577200");
    }

    #[test]
    fn a_point_of_chinese_maps_stays_as_it_is_on_them() {
        let view = place_view(&venue(Datum::Gcj02));
        assert!(view.maps[0].url.contains("position=106.577200,29.557200&"));
        assert_ne!(view.maps[3].url, "geo:29.557200,106.577200");
    }
}
