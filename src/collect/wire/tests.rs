use super::*;

#[test]
fn a_question_may_be_asked_from_any_thread() {
    fn sends<T: Send>(_: &T) {}
    fn shares<T: Send + Sync>() {}
    shares::<Wire>();
    let settings = CollectSettings {
        dns: vec!["127.0.0.1:9".to_owned()],
        ..CollectSettings::default()
    };
    let wire = Wire::new(&settings, Arc::new(String::new)).unwrap();
    let portal = guard::portal("https://a.vn/", &[]);
    let url = Url::parse("https://a.vn/").unwrap();
    let question = wire.fetch(Ask::of(crate::collect::Step::Http, &portal, &url));
    sends(&question);
    // It is small enough to be kept in a list by the hundred.
    assert!(size_of_val(&question) < 4_096, "{}", size_of_val(&question));
}

#[test]
fn we_name_ourselves_and_whom_to_ask() {
    let mut settings = CollectSettings::default();
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(Wire::user_agent(&settings), format!("sansang/{version}"));
    settings.contact = Some("https://example.vn/sansang".to_owned());
    let expected = format!("sansang/{version} (+https://example.vn/sansang)");
    assert_eq!(Wire::user_agent(&settings), expected);
}

#[test]
fn what_is_never_sent_is_taken_from_an_address() {
    let url = Url::parse("https://ten:bimat@a.vn/x?a=1#top").unwrap();
    assert_eq!(bare(&url).as_str(), "https://a.vn/x?a=1");
    assert_eq!(Wire::redacted(&url).as_str(), "https://a.vn/x?a=1#top");
}
