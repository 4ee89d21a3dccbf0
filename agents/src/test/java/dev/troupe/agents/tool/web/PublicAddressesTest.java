package dev.troupe.agents.tool.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressesTest {
  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, unspecified",
    "0.1.2.3, unspecified",
    "10.0.0.1, private",
    "10.255.255.255, private",
    "100.64.0.1, carrier-grade NAT",
    "100.100.100.200, carrier-grade NAT",
    "100.127.255.255, carrier-grade NAT",
    "127.0.0.1, loopback",
    "127.255.0.9, loopback",
    "169.254.169.254, link-local",
    "169.254.170.2, link-local",
    "168.63.129.16, metadata",
    "172.16.0.1, private",
    "172.31.255.255, private",
    "192.0.0.192, reserved",
    "192.0.2.1, documentation",
    "192.88.99.1, 6to4",
    "192.168.1.1, private",
    "198.18.0.1, benchmarks",
    "198.19.255.255, benchmarks",
    "198.51.100.1, documentation",
    "203.0.113.1, documentation",
    "224.0.0.1, multicast",
    "239.255.255.255, multicast",
    "240.0.0.1, reserved",
    "255.255.255.255, reserved",
    "::, unspecified",
    "::1, loopback",
    "::7f00:1, IPv4 address in IPv6",
    "64:ff9b::7f00:1, NAT64",
    "64:ff9b::808:808, NAT64",
    "64:ff9b:1::a00:1, NAT64",
    "100::1, not given out",
    "2001::1, reserved",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2, reserved",
    "2001:db8::1, documentation",
    "2002:7f00:1::1, 6to4",
    "3fff::1, documentation",
    "5f00::1, not given out",
    "fc00::1, unique-local",
    "fd00:ec2::254, unique-local",
    "fe80::1, link-local",
    "febf::1, link-local",
    "fec0::1, site-local",
    "ff02::1, multicast",
  })
  void refuses_what_is_not_of_the_public_internet(String address, String kind) throws Exception {
    assertThat(PublicAddresses.otherKind(InetAddress.getByName(address)).orElse("public"))
        .contains(kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.1",
        "100.63.255.255",
        "100.128.0.1",
        "126.255.255.255",
        "128.0.0.1",
        "169.253.1.1",
        "172.15.255.255",
        "172.32.0.1",
        "192.169.0.1",
        "198.17.255.255",
        "198.20.0.1",
        "223.255.255.255",
        "2606:4700:4700::1111",
        "2a00:1450:4001::1",
        "2001:200::1"
      })
  void lets_addresses_of_the_public_internet_pass(String address) throws Exception {
    assertThat(PublicAddresses.otherKind(InetAddress.getByName(address))).isEmpty();
  }

  @Test
  void refuses_an_ipv4_address_that_stays_wrapped_in_ipv6() throws UnknownHostException {
    var mapped = new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 127, 0, 0, 1};
    assertThat(PublicAddresses.otherKind(Inet6Address.getByAddress("x", mapped, -1)))
        .hasValueSatisfying(kind -> assertThat(kind).contains("IPv4"));
  }
}
