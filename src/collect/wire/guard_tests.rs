use super::*;

/// Whether it may be connected to without and with `private = true`.
fn may(ip: &str) -> (bool, bool) {
    let ip: IpAddr = ip.parse().unwrap();
    (allowed(ip, false), allowed(ip, true))
}

#[test]
fn public_addresses_may_be_connected_to() {
    for ip in [
        "8.8.8.8",
        "172.15.255.255",
        "172.32.0.1",
        "100.63.255.255",
        "100.128.0.1",
        "223.255.255.255",
        "2405:4800::1",
        "2001:0200::1",
        "::ffff:8.8.8.8",
        "64:ff9b::8.8.8.8",
        "2002:808:808::1",
    ] {
        assert_eq!(may(ip), (true, true), "{ip}");
    }
}

#[test]
fn addresses_of_a_private_network_need_a_portal_that_says_so() {
    for ip in [
        "127.0.0.1",
        "127.255.255.254",
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.1.1",
        "100.64.0.1",
        "192.0.0.8",
        "192.0.2.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "::1",
        "fe80::1",
        "fc00::1",
        "fd12:3456::1",
        "fec0::1",
        "2001:db8::1",
        "3fff::1",
        "2001::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::127.0.0.1",
        "64:ff9b::10.0.0.1",
        "64:ff9b:1::8.8.8.8",
        "2002:7f00:1::1",
        "2002:a00:1::1",
        "2405:4800::5efe:127.0.0.1",
    ] {
        assert_eq!(may(ip), (false, true), "{ip}");
    }
}

#[test]
fn what_is_no_host_anywhere_is_never_connected_to() {
    for ip in [
        "0.0.0.0",
        "0.1.2.3",
        "169.254.169.254",
        "fd00:ec2::254",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "ff02::1",
        "::ffff:169.254.169.254",
        "::ffff:0.0.0.0",
        "64:ff9b::169.254.169.254",
        "2002:a9fe:a9fe::1",
    ] {
        assert_eq!(may(ip), (false, false), "{ip}");
    }
}

#[test]
fn only_declared_hosts_and_ports_are_asked() {
    let mut portal = portal(
        "https://a.gov.vn:8443/vi",
        &["b.gov.vn", "c.gov.vn:8080", "d.gov.vn:443"],
    );
    portal.plain_url = Some("http://a.gov.vn:8088/".to_owned());
    let asked = |url: &str| declared(&portal, &Url::parse(url).unwrap());
    for url in [
        "https://a.gov.vn:8443/x",
        "https://a.gov.vn/",
        "http://a.gov.vn/",
        "http://A.GOV.VN./",
        "http://a.gov.vn:8088/",
        "https://b.gov.vn/",
        "http://b.gov.vn/",
        "https://b.gov.vn:8443/",
        "http://c.gov.vn:8080/",
        "https://d.gov.vn/",
    ] {
        assert!(asked(url), "{url}");
    }
    for url in [
        "https://a.gov.vn:9443/",
        "https://www.a.gov.vn/",
        "http://b.gov.vn:8088/",
        "http://c.gov.vn/",
        "http://d.gov.vn/",
        "http://127.0.0.1/",
        "ftp://a.gov.vn/",
        "file:///etc/passwd",
        "https://a.gov.vn.evil.example/",
    ] {
        assert!(!asked(url), "{url}");
    }
}
