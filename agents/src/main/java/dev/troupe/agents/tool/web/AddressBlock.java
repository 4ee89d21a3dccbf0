package dev.troupe.agents.tool.web;

import java.math.BigInteger;

/**
 * Addresses that share their first bits.
 *
 * @param what why a block's addresses are refused, in the words of the message
 */
record AddressBlock(String what, BigInteger prefix, int bytes, int bits) {

  /**
   * @param hex the block's first address, as hexadecimal digits
   */
  static AddressBlock of(String what, String hex, int bits) {
    int bytes = hex.length() / 2;
    return new AddressBlock(
        what, new BigInteger(hex, 16).shiftRight(free(bytes, bits)), bytes, bits);
  }

  boolean contains(byte[] address) {
    return address.length == bytes
        && new BigInteger(1, address).shiftRight(free(bytes, bits)).equals(prefix);
  }

  private static int free(int bytes, int bits) {
    return bytes * Byte.SIZE - bits;
  }
}
