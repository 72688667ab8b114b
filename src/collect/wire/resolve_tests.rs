use super::*;

fn resolver(servers: &[&str]) -> Result<Resolver, Problem> {
    let servers: Vec<String> = servers.iter().map(|text| (*text).to_owned()).collect();
    Resolver::new(&servers, Duration::from_millis(300))
}

fn addresses(host: &str, family: Family) -> Result<Vec<String>, Fault> {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    let runtime = builder.enable_all().build().unwrap();
    // Nobody listens there: whatever is answered was not asked for.
    let resolver = resolver(&["127.0.0.1:9"]).unwrap();
    let url = url::Url::parse(&format!("http://{host}/")).unwrap();
    let found = runtime.block_on(resolver.addresses(&url.host().unwrap(), family));
    found.map(|found| found.iter().map(ToString::to_string).collect())
}

#[test]
fn literals_and_localhost_are_not_asked_for() {
    for (host, any) in [
        ("8.8.8.8", vec!["8.8.8.8"]),
        ("0x7f.1", vec!["127.0.0.1"]),
        ("2130706433", vec!["127.0.0.1"]),
        ("[::ffff:127.0.0.1]", vec!["::ffff:127.0.0.1"]),
        ("localhost", vec!["127.0.0.1", "::1"]),
        ("A.LocalHost.", vec!["127.0.0.1", "::1"]),
    ] {
        assert_eq!(addresses(host, Family::Any).unwrap(), any, "{host}");
    }
    assert_eq!(addresses("localhost", Family::V6).unwrap(), ["::1"]);
}

#[test]
fn a_literal_of_the_other_family_is_absent() {
    let fault = addresses("8.8.8.8", Family::V6).unwrap_err();
    assert_eq!(
        (fault.outcome, fault.detail.as_str()),
        (Outcome::Absent, "no_address")
    );
}

#[test]
fn a_silent_name_server_is_a_time_out_or_a_refusal_and_no_answer() {
    for family in [Family::Any, Family::V6] {
        let fault = addresses("cong.example.vn", family).unwrap_err();
        assert_eq!(
            (fault.stage, fault.outcome),
            (Stage::Dns, Outcome::Unreachable)
        );
    }
    // What only looks like localhost is asked for.
    assert!(addresses("notlocalhost", Family::Any).is_err());
}

#[test]
fn both_families_are_tried_in_turn() {
    let ips = |texts: &[&str]| -> Vec<IpAddr> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    };
    let order = in_turn(
        ips(&["2001:db8::1", "2001:db8::2"]),
        ips(&["10.0.0.1", "10.0.0.2", "10.0.0.3"]),
    );
    assert_eq!(
        order,
        ips(&[
            "2001:db8::1",
            "10.0.0.1",
            "2001:db8::2",
            "10.0.0.2",
            "10.0.0.3"
        ])
    );
}

#[test]
fn a_name_server_is_an_address_with_or_without_port() {
    for text in ["127.0.0.1", "127.0.0.1:5353", "::1", "[::1]", "[::1]:5353"] {
        assert!(resolver(&[text]).is_ok(), "{text}");
    }
    for text in ["dns.example.vn", "", "127.0.0.1:", "127.0.0.1:99999"] {
        assert_eq!(resolver(&[text]).unwrap_err().code(), "wire.dns", "{text}");
    }
}
