package dev.troupe.agents.tool.web;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Tells addresses of the public internet from all others, by IANA's registries of special-purpose
 * addresses and the places where clouds answer for their machines' identity.
 */
final class PublicAddresses {
  private static final List<AddressBlock> REFUSED =
      List.of(
          AddressBlock.of("unspecified", "00000000", 8),
          AddressBlock.of("private", "0a000000", 8),
          AddressBlock.of("carrier-grade NAT", "64400000", 10),
          AddressBlock.of("loopback", "7f000000", 8),
          AddressBlock.of("link-local, where clouds keep their metadata", "a9fe0000", 16),
          AddressBlock.of("private", "ac100000", 12),
          AddressBlock.of("reserved for protocols", "c0000000", 24),
          AddressBlock.of("for documentation", "c0000200", 24),
          AddressBlock.of("a 6to4 relay", "c0586300", 24),
          AddressBlock.of("private", "c0a80000", 16),
          AddressBlock.of("for benchmarks", "c6120000", 15),
          AddressBlock.of("for documentation", "c6336400", 24),
          AddressBlock.of("for documentation", "cb007100", 24),
          AddressBlock.of("a cloud's metadata", "a83f8110", 32),
          AddressBlock.of("multicast", "e0000000", 4),
          AddressBlock.of("reserved", "f0000000", 4),
          AddressBlock.of("unspecified", "00000000000000000000000000000000", 128),
          AddressBlock.of("loopback", "00000000000000000000000000000001", 128),
          AddressBlock.of("an IPv4 address in IPv6", "00000000000000000000000000000000", 96),
          AddressBlock.of("an IPv4 address in IPv6", "00000000000000000000ffff00000000", 96),
          AddressBlock.of(
              "an IPv4 address in IPv6 (NAT64)", "0064ff9b000000000000000000000000", 32),
          AddressBlock.of("reserved for protocols", "20010000000000000000000000000000", 23),
          AddressBlock.of("for documentation", "20010db8000000000000000000000000", 32),
          AddressBlock.of("an IPv4 address in IPv6 (6to4)", "20020000000000000000000000000000", 16),
          AddressBlock.of("for documentation", "3fff0000000000000000000000000000", 20),
          AddressBlock.of("unique-local", "fc000000000000000000000000000000", 7),
          AddressBlock.of("link-local", "fe800000000000000000000000000000", 10),
          AddressBlock.of("site-local", "fec00000000000000000000000000000", 10),
          AddressBlock.of("multicast", "ff000000000000000000000000000000", 8));

  /** All IPv6 addresses that were ever given out to networks of the internet. */
  private static final AddressBlock GLOBAL_IPV6 =
      AddressBlock.of("global", "20000000000000000000000000000000", 3);

  private static final int IPV4_BYTES = 4;

  private PublicAddresses() {}

  /** What an address is if it is none of the public internet. */
  static Optional<String> otherKind(InetAddress address) {
    byte[] bytes = address.getAddress();
    for (AddressBlock block : REFUSED) {
      if (block.contains(bytes)) {
        return Optional.of(block.what());
      }
    }
    return bytes.length == IPV4_BYTES || GLOBAL_IPV6.contains(bytes)
        ? Optional.empty()
        : Optional.of("not given out to any network");
  }
}
