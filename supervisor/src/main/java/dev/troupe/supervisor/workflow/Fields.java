package dev.troupe.supervisor.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.supervisor.workflow.jsonpath.JsonPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One object of a definition under reading. A field of the wrong kind is a fault and reads as if it
 * were not there, so that reading goes on and finds the rest.
 */
record Fields(JsonNode json, String pointer, Language language, List<Fault> faults) {
  private static final Pattern VARIABLE = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]{0,79}");

  Fields in(Language other) {
    return new Fields(json, pointer, other, faults);
  }

  void allow(String where, Set<String> known) {
    for (var name : names()) {
      if (!known.contains(name)) {
        fault(
            name,
            "Unknown field '%s' of %s; the fields are %s."
                .formatted(name, where, String.join(", ", new TreeSet<>(known))));
      }
    }
  }

  /** Two forms of one field. */
  void exclude(String one, String other) {
    if (has(one) && has(other)) {
      fault(other, "Either '%s' or '%s', not both.".formatted(one, other));
    }
  }

  List<String> names() {
    List<String> names = new ArrayList<>();
    json.fieldNames().forEachRemaining(names::add);
    return names;
  }

  void fault(String field, String detail) {
    faults.add(new Fault(at(field), detail));
  }

  String at(String field) {
    return at(pointer, field);
  }

  static String at(String pointer, String field) {
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
      return new Fields(value, at(field), language, faults);
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
        objects.add(new Fields(value.path(index), element, language, faults));
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
    return value == null ? null : TemplateReader.read(value, at(field), language, faults);
  }

  /** What a field holds that takes an expression, but no template of them. */
  @Nullable Template path(String field) {
    var value = json.get(field);
    return value == null ? null : TemplateReader.computed(field, value, at(field), faults);
  }

  /** A path alone, not a function's call. */
  @Nullable JsonPath purePath(String field) {
    var source = has(field) ? text(field) : null;
    try {
      return source == null ? null : JsonPath.compile(source);
    } catch (IllegalArgumentException invalid) {
      fault(field, "Not a path like \"$.a.b\": " + invalid.getMessage());
      return null;
    }
  }

  /** Variables and what they are set to; empty if there are none. */
  Map<String, Template> assign() {
    Map<String, Template> assign = new LinkedHashMap<>();
    var members = has("Assign") ? object("Assign") : null;
    if (members == null) {
      return assign;
    }
    for (var member : members.json.properties()) {
      var computed = language == Language.JSONPATH && member.getKey().endsWith(".$");
      var name =
          computed ? member.getKey().substring(0, member.getKey().length() - 2) : member.getKey();
      if (!VARIABLE.matcher(name).matches() || name.equals("states")) {
        members.fault(member.getKey(), "'%s' cannot be a variable's name.".formatted(name));
      }
      var place = members.at(member.getKey());
      var earlier =
          assign.put(
              name,
              computed
                  ? TemplateReader.computed(member.getKey(), member.getValue(), place, faults)
                  : TemplateReader.read(member.getValue(), place, language, faults));
      if (earlier != null) {
        members.fault(member.getKey(), "The same variable is set with and without '.$'.");
      }
    }
    return assign;
  }
}
