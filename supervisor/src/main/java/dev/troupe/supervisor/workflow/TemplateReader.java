package dev.troupe.supervisor.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Compiles a JSON value with expressions in it. */
final class TemplateReader {
  private static final String OPENS = "{%";
  private static final String CLOSES = "%}";
  private static final Pattern UNSUPPORTED =
      Pattern.compile("\\$(" + String.join("|", Functions.UNSUPPORTED) + ")\\s*\\(");

  private final List<Fault> faults;

  private TemplateReader(List<Fault> faults) {
    this.faults = faults;
  }

  static Template read(JsonNode json, String pointer, List<Fault> faults) {
    return new TemplateReader(faults).template(json, pointer);
  }

  private Template template(JsonNode json, String pointer) {
    return switch (json.getNodeType()) {
      case STRING -> text(json, pointer);
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
    return expression(json, text.substring(2, text.length() - 2).strip(), pointer);
  }

  private Template expression(JsonNode json, String source, String pointer) {
    var unsupported = UNSUPPORTED.matcher(source);
    if (unsupported.find()) {
      faults.add(
          new Fault(
              pointer, "The function '$%s' is not supported.".formatted(unsupported.group(1))));
      return new Template.Constant(json);
    }
    try {
      return new Template.Computed(Expression.compile(source));
    } catch (IllegalArgumentException fault) {
      faults.add(new Fault(pointer, "Not a JSONata expression: " + fault.getMessage()));
      return new Template.Constant(json);
    }
  }

  /** What holds no expression stays one constant, and costs nothing to evaluate. */
  private Template members(JsonNode json, String pointer) {
    Map<String, Template> members = new LinkedHashMap<>();
    for (var member : json.properties()) {
      var name = member.getKey().replace("~", "~0").replace("/", "~1");
      members.put(member.getKey(), template(member.getValue(), pointer + "/" + name));
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
