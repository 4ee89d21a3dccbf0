package dev.troupe.supervisor.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.supervisor.workflow.jsonata.JsonataCompiler;
import dev.troupe.supervisor.workflow.jsonpath.Intrinsic;
import dev.troupe.supervisor.workflow.jsonpath.JsonPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compiles a JSON value with expressions in it: in JSONata any string between <code>{%</code> and
 * <code>%}</code>, in JSONPath the value of any field whose name ends in <code>.$</code>.
 */
final class TemplateReader {
  private static final String OPENS = "{%";
  private static final String CLOSES = "%}";
  private static final String COMPUTED = ".$";

  private final Language language;
  private final List<Fault> faults;

  private TemplateReader(Language language, List<Fault> faults) {
    this.language = language;
    this.faults = faults;
  }

  static Template read(JsonNode json, String pointer, Language language, List<Fault> faults) {
    return new TemplateReader(language, faults).template(json, pointer);
  }

  /** A path or a call of a function, as a field whose name ends in <code>.$</code> holds it. */
  static Template computed(String field, JsonNode json, String pointer, List<Fault> faults) {
    return new TemplateReader(Language.JSONPATH, faults).named(field, json, pointer);
  }

  private Template template(JsonNode json, String pointer) {
    return switch (json.getNodeType()) {
      case STRING ->
          language == Language.JSONATA ? text(json, pointer) : new Template.Constant(json);
      case OBJECT -> members(json, pointer);
      case ARRAY -> items(json, pointer);
      default -> new Template.Constant(json);
    };
  }

  private Template text(JsonNode json, String pointer) {
    var text = json.textValue();
    if (!text.startsWith(OPENS)) {
      return new Template.Constant(json);
    }
    if (!text.endsWith(CLOSES) || text.length() < OPENS.length() + CLOSES.length()) {
      faults.add(new Fault(pointer, "The expression begins with '{%' and must end with '%}'."));
      return new Template.Constant(json);
    }
    var source = text.substring(2, text.length() - 2).strip();
    try {
      return new Template.Computed(JsonataCompiler.compile(source));
    } catch (IllegalArgumentException fault) {
      faults.add(new Fault(pointer, "Not a JSONata expression: " + fault.getMessage()));
      return new Template.Constant(json);
    }
  }

  private Template named(String field, JsonNode json, String pointer) {
    var source = json.isTextual() ? json.textValue() : "";
    try {
      var expression =
          source.startsWith("States.") ? Intrinsic.compile(source) : JsonPath.compile(source);
      return new Template.Named(field, expression);
    } catch (IllegalArgumentException fault) {
      faults.add(
          new Fault(
              pointer,
              "Neither a path like \"$.a.b\" nor a call like \"States.UUID()\": "
                  + fault.getMessage()));
      return new Template.Constant(json);
    }
  }

  /** What holds no expression stays one constant, and costs nothing to evaluate. */
  private Template members(JsonNode json, String pointer) {
    Map<String, Template> members = new LinkedHashMap<>();
    for (var member : json.properties()) {
      var name = member.getKey();
      var place = pointer + "/" + name.replace("~", "~0").replace("/", "~1");
      var isComputed = language == Language.JSONPATH && name.endsWith(COMPUTED);
      var earlier =
          isComputed
              ? members.put(
                  name.substring(0, name.length() - COMPUTED.length()),
                  named(name, member.getValue(), place))
              : members.put(name, template(member.getValue(), place));
      if (earlier != null) {
        faults.add(new Fault(place, "The same field is given with and without '.$'."));
      }
    }
    return isConstant(members.values())
        ? new Template.Constant(json)
        : new Template.Members(members);
  }

  private Template items(JsonNode json, String pointer) {
    List<Template> items = new ArrayList<>();
    for (var index = 0; index < json.size(); index++) {
      items.add(template(json.path(index), pointer + "/" + index));
    }
    return isConstant(items) ? new Template.Constant(json) : new Template.Items(items);
  }

  private static boolean isConstant(Iterable<Template> parts) {
    for (var part : parts) {
      if (!(part instanceof Template.Constant)) {
        return false;
      }
    }
    return true;
  }
}
