package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A value's size and hash, put together from those of its parts.
 *
 * @param bytes as compact JSON, near enough
 * @param hash in which order counts
 */
record Fingerprint(int bytes, int hash) {

  /** Of a value alone; those of its parts come in one by one. */
  static Fingerprint begin(JsonNode json) {
    return json.isContainerNode()
        ? new Fingerprint(2, json.isObject() ? 1 : 2)
        : new Fingerprint(JsonSize.of(json), json.hashCode());
  }

  /**
   * @param name of the member; empty for an element
   */
  Fingerprint with(String name, Fingerprint part) {
    var around = name.isEmpty() ? 1 : name.length() + 4;
    return new Fingerprint(
        bytes + around + part.bytes, 31 * (31 * hash + name.hashCode()) + part.hash);
  }
}
