package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Content by what it says, to the letter: members in the same order, numbers of the same form. So a
 * copy is told from something new, and one can stand for the other.
 */
final class Likeness {
  /** Smaller copies are cheaper to write than to look for. */
  static final int BYTES_AT_LEAST = 1024;

  private final JsonNode json;
  private final int hash;

  Likeness(JsonNode json, int hash) {
    this.json = json;
    this.hash = hash;
  }

  /** Of all parts that are large enough, by the identity of each. */
  static IdentityHashMap<Object, Likeness> ofParts(JsonNode json) {
    IdentityHashMap<Object, Likeness> parts = new IdentityHashMap<>();
    fingerprint(json, parts);
    return parts;
  }

  private static Fingerprint fingerprint(JsonNode json, IdentityHashMap<Object, Likeness> parts) {
    var fingerprint = Fingerprint.begin(json);
    if (json.isObject()) {
      for (var member : json.properties()) {
        fingerprint = fingerprint.with(member.getKey(), fingerprint(member.getValue(), parts));
      }
    } else {
      for (var index = 0; index < json.size(); index++) {
        fingerprint = fingerprint.with("", fingerprint(json.path(index), parts));
      }
    }
    if (fingerprint.bytes() >= BYTES_AT_LEAST) {
      parts.put(ContentWriter.identity(json), new Likeness(json, fingerprint.hash()));
    }
    return fingerprint;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Likeness likeness
        && hash == likeness.hash
        && isSame(json, likeness.json);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  private static boolean isSame(JsonNode one, JsonNode other) {
    if (one.getClass() != other.getClass() || one.size() != other.size()) {
      return false;
    }
    if (one.isObject()) {
      var others = other.properties().iterator();
      for (var member : one.properties()) {
        var beside = others.next();
        if (!member.getKey().equals(beside.getKey())
            || !isSame(member.getValue(), beside.getValue())) {
          return false;
        }
      }
      return true;
    }
    if (one.isArray()) {
      for (var index = 0; index < one.size(); index++) {
        if (!isSame(one.path(index), other.path(index))) {
          return false;
        }
      }
      return true;
    }
    return one.equals(other);
  }
}
