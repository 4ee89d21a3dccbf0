package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.persistence.Value;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parts of held content that are worth a reference, by which they are and by what they say. */
final class Parts {
  /** Below this a reference would save nothing. */
  static final int WORTH_A_REFERENCE_BYTES = 128;

  private static final Parts NONE = new Parts();

  /** A node of held content: its place is spelled out only when somebody refers to it. */
  private record Origin(@Nullable Origin parent, String step, Held root) {

    Value.Reference reference() {
      var path = new StringBuilder();
      for (var origin = this; origin.parent != null; origin = origin.parent) {
        path.insert(0, "/" + origin.step);
      }
      var place = root.place();
      return new Value.Reference(place.sequenceNumber(), place.field() + path);
    }
  }

  private final IdentityHashMap<Object, Origin> byIdentity = new IdentityHashMap<>(8);
  private final Map<Likeness, Origin> byLikeness = new HashMap<>();

  private Parts() {}

  static Parts of(Held held) {
    if (held.bytes() < WORTH_A_REFERENCE_BYTES) {
      return NONE;
    }
    var parts = new Parts();
    parts.add(held.json(), null, "", held);
    return parts;
  }

  /** Those of many, for one write. */
  static Parts ofAll(Iterable<Held> all) {
    var parts = new Parts();
    for (var held : all) {
      held.parts().byIdentity.forEach(parts.byIdentity::putIfAbsent);
      held.parts().byLikeness.forEach(parts.byLikeness::putIfAbsent);
    }
    return parts;
  }

  private Fingerprint add(JsonNode json, @Nullable Origin parent, String step, Held root) {
    var origin = new Origin(parent, step, root);
    var fingerprint = Fingerprint.begin(json);
    if (json.isObject()) {
      for (var member : json.properties()) {
        var name = member.getKey();
        fingerprint = fingerprint.with(name, add(member.getValue(), origin, escape(name), root));
      }
    } else {
      for (var index = 0; index < json.size(); index++) {
        fingerprint =
            fingerprint.with("", add(json.path(index), origin, String.valueOf(index), root));
      }
    }
    if (fingerprint.bytes() >= WORTH_A_REFERENCE_BYTES) {
      byIdentity.putIfAbsent(ContentWriter.identity(json), origin);
    }
    if (fingerprint.bytes() >= Likeness.BYTES_AT_LEAST) {
      byLikeness.putIfAbsent(new Likeness(json, fingerprint.hash()), origin);
    }
    return fingerprint;
  }

  /** Where this very node stands; null where it does not. */
  Value.@Nullable Reference same(JsonNode json) {
    var origin = byIdentity.get(ContentWriter.identity(json));
    return origin == null ? null : origin.reference();
  }

  /** Where something stands that says the same. */
  Value.@Nullable Reference like(Likeness likeness) {
    var origin = byLikeness.get(likeness);
    return origin == null ? null : origin.reference();
  }

  static String escape(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
