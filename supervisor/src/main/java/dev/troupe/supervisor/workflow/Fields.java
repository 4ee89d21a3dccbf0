package dev.troupe.supervisor.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One object of a definition under reading. A field of the wrong kind is a fault and reads as if it
 * were not there, so that reading goes on and finds the rest.
 */
record Fields(JsonNode json, String pointer, List<Fault> faults) {

  /**
   * @param later what the language has and this release has not
   */
  void allow(String where, Set<String> supported, Set<String> later) {
    json.fieldNames()
        .forEachRemaining(name -> {
          if (later.contains(name)) {
            fault(name, "'%s' of %s is not supported yet.".formatted(name, where));
          } else if (!supported.contains(name)) {
            fault(
                name,
                "Unknown field '%s' of %s; the fields are %s."
                    .formatted(name, where, String.join(", ", new TreeSet<>(supported))));
          }
        });
  }

  void fault(String field, String detail) {
    faults.add(new Fault(at(field), detail));
  }

  String at(String field) {
    return pointer + "/" + field.replace("~", "~0").replace("/", "~1");
  }

  boolean has(String field) {
    return json.has(field);
  }

  @Nullable String text(String field) {
    var value = json.get(field);
    if (value != null && value.isTextual()) {
      return value.textValue();
    }
    fault(field, "'%s' is required and must be a string.".formatted(field));
    return null;
  }

  String optionalText(String field, String absent) {
    var value = has(field) ? text(field) : absent;
    return value == null ? absent : value;
  }

  @Nullable Integer optionalInteger(String field, int atLeast, int atMost) {
    var value = json.get(field);
    if (value == null) {
      return null;
    }
    if (value.isIntegralNumber() && value.canConvertToInt()) {
      var number = value.intValue();
      if (number >= atLeast && number <= atMost) {
        return number;
      }
    }
    fault(field, "'%s' must be a whole number from %d to %d.".formatted(field, atLeast, atMost));
    return null;
  }

  int integer(String field, int absent, int atLeast, int atMost) {
    var value = optionalInteger(field, atLeast, atMost);
    return value == null ? absent : value;
  }

  double real(String field, double absent, double atLeast) {
    var value = json.get(field);
    if (value == null) {
      return absent;
    }
    if (value.isNumber() && value.doubleValue() >= atLeast) {
      return value.doubleValue();
    }
    fault(field, "'%s' must be a number of at least %s.".formatted(field, atLeast));
    return absent;
  }

  boolean flag(String field) {
    var value = json.get(field);
    if (value != null && !value.isBoolean()) {
      fault(field, "'%s' must be true or false.".formatted(field));
    }
    return value != null && value.asBoolean();
  }

  /** The members of a required object as fields; null if there is none. */
  @Nullable Fields object(String field) {
    var value = json.get(field);
    if (value != null && value.isObject()) {
      return new Fields(value, at(field), faults);
    }
    fault(field, "'%s' is required and must be an object.".formatted(field));
    return null;
  }

  /** The objects of an array; empty if there is none. */
  List<Fields> objects(String field) {
    var value = json.get(field);
    List<Fields> objects = new ArrayList<>();
    if (value != null && !value.isArray()) {
      fault(field, "'%s' must be an array of objects.".formatted(field));
      return objects;
    }
    for (var index = 0; value != null && index < value.size(); index++) {
      var element = at(field) + "/" + index;
      if (value.path(index).isObject()) {
        objects.add(new Fields(value.path(index), element, faults));
      } else {
        faults.add(new Fault(element, "An object is expected here."));
      }
    }
    return objects;
  }

  /** An array of at least one string. */
  List<String> texts(String field) {
    List<String> texts = new ArrayList<>();
    json.path(field).forEach(text -> texts.add(text.asText()));
    var sound = json.path(field).isArray() && !texts.isEmpty();
    for (var text : json.path(field)) {
      sound &= text.isTextual();
    }
    if (!sound) {
      fault(field, "'%s' is required and must be an array of strings.".formatted(field));
    }
    return List.copyOf(texts);
  }

  @Nullable Template template(String field) {
    var value = json.get(field);
    return value == null ? null : TemplateReader.read(value, at(field), faults);
  }

  /** Variables and what they are set to; empty if there are none. */
  Map<String, Template> assign() {
    Map<String, Template> assign = new LinkedHashMap<>();
    var members = has("Assign") ? object("Assign") : null;
    if (members != null) {
      for (var member : members.json.properties()) {
        var name = member.getKey();
        if (!name.matches("[A-Za-z_]\\w{0,79}") || name.equals("states")) {
          members.fault(name, "'%s' cannot be a variable's name.".formatted(name));
        }
        assign.put(name, TemplateReader.read(member.getValue(), members.at(name), faults));
      }
    }
    return assign;
  }
}
