package dev.troupe.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.supervisor.SubmitReply.Fault;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A misspelled field must not be passed over in silence. */
final class UnknownFields {
  private UnknownFields() {}

  /**
   * @param at JSON pointer of the object
   */
  static List<Fault> in(JsonNode object, String at, Collection<String> known) {
    List<Fault> faults = new ArrayList<>();
    String list = String.join(", ", known.stream().sorted().toList());
    object
        .fieldNames()
        .forEachRemaining(name -> {
          if (!known.contains(name)) {
            String pointer = at + "/" + name.replace("~", "~0").replace("/", "~1");
            faults.add(new Fault(pointer, "unknown field '" + name + "'; known: " + list));
          }
        });
    return faults;
  }
}
