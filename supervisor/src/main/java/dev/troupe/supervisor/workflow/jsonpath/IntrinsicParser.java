package dev.troupe.supervisor.workflow.jsonpath;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.troupe.supervisor.workflow.jsonpath.Intrinsic.Argument;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads a call: a name, and between brackets literals, paths and further calls. */
final class IntrinsicParser {
  private static final Pattern NAME = Pattern.compile("States\\.\\w+");
  private static final Pattern NUMBER =
      Pattern.compile("-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?(?=[,)\\s])");
  private static final Pattern WORD = Pattern.compile("true|false|null");

  /** Nobody writes calls this deep; a hostile definition would. */
  private static final int DEPTH_AT_MOST = 32;

  private final String source;
  private int at;

  IntrinsicParser(String source) {
    this.source = source;
  }

  Intrinsic parse() {
    var call = call(0);
    skipBlanks();
    if (at != source.length()) {
      throw fault("nothing more is expected");
    }
    return call;
  }

  private Intrinsic call(int depth) {
    if (depth > DEPTH_AT_MOST) {
      throw fault("calls are nested too deep");
    }
    var begin = at;
    var function = function();
    expect('(');
    List<Argument> arguments = new ArrayList<>();
    skipBlanks();
    while (!isAt(')')) {
      if (!arguments.isEmpty()) {
        expect(',');
        skipBlanks();
      }
      var isTemplate = function == IntrinsicFunction.FORMAT && arguments.isEmpty();
      arguments.add(argument(depth, isTemplate));
      skipBlanks();
    }
    expect(')');
    if (!function.takes(arguments.size())) {
      throw fault("'%s' takes %s".formatted(function.functionName(), function.arity()));
    }
    return new Intrinsic(source.substring(begin, at), function, List.copyOf(arguments));
  }

  private IntrinsicFunction function() {
    var name = NAME.matcher(source).region(at, source.length());
    if (!name.lookingAt()) {
      throw fault("a function's name is expected, as in States.Format");
    }
    var function = IntrinsicFunction.named(name.group());
    if (function == null) {
      throw fault(
          "unknown function '%s'; there are %s"
              .formatted(name.group(), String.join(", ", IntrinsicFunction.names())));
    }
    at = name.end();
    skipBlanks();
    return function;
  }

  private Argument argument(int depth, boolean isTemplate) {
    if (isAt('\'')) {
      return new Argument.Literal(TextNode.valueOf(text(isTemplate)));
    }
    if (isAt('$')) {
      return new Argument.Found(JsonPath.compile(path()));
    }
    if (source.startsWith("States.", at)) {
      return new Argument.Called(call(depth + 1));
    }
    return new Argument.Literal(scalar());
  }

  /** In the template of States.Format a backslash still has to be told from what it protects. */
  private String text(boolean isTemplate) {
    var text = new StringBuilder();
    for (at++; at < source.length() && source.charAt(at) != '\''; at++) {
      if (source.charAt(at) == '\\' && at + 1 < source.length()) {
        at++;
        if (isTemplate && "{}\\".indexOf(source.charAt(at)) >= 0) {
          text.append('\\');
        }
      }
      text.append(source.charAt(at));
    }
    expect('\'');
    return text.toString();
  }

  /** Up to the comma or bracket that ends the argument; those inside filters and names belong. */
  private String path() {
    var begin = at;
    var open = 0;
    var quote = (char) 0;
    for (; at < source.length(); at++) {
      var character = source.charAt(at);
      if (quote != 0) {
        quote = character == quote ? (char) 0 : quote;
      } else if (character == '\'' || character == '"') {
        quote = character;
      } else if (character == '[' || character == '(') {
        open++;
      } else if (open == 0 && (character == ',' || character == ')')) {
        break;
      } else if (character == ']' || character == ')') {
        open--;
      }
    }
    return source.substring(begin, at).strip();
  }

  private JsonNode scalar() {
    var number = NUMBER.matcher(source).region(at, source.length()).useTransparentBounds(true);
    if (number.lookingAt()) {
      at = number.end();
      return number(number.group());
    }
    var word = WORD.matcher(source).region(at, source.length());
    if (!word.lookingAt()) {
      throw fault("a string in single quotes, a number, a path or a function is expected");
    }
    at = word.end();
    return word.group().equals("null")
        ? NullNode.getInstance()
        : BooleanNode.valueOf(Boolean.parseBoolean(word.group()));
  }

  private static JsonNode number(String digits) {
    if (!digits.matches("-?\\d{1,18}")) {
      return DoubleNode.valueOf(Double.parseDouble(digits));
    }
    var whole = Long.parseLong(digits);
    return whole == (int) whole ? IntNode.valueOf((int) whole) : LongNode.valueOf(whole);
  }

  private boolean isAt(char character) {
    return at < source.length() && source.charAt(at) == character;
  }

  private void expect(char character) {
    if (!isAt(character)) {
      throw fault("'%s' is expected".formatted(character));
    }
    at++;
  }

  private void skipBlanks() {
    while (at < source.length() && Character.isWhitespace(source.charAt(at))) {
      at++;
    }
  }

  private IllegalArgumentException fault(String what) {
    return new IllegalArgumentException(
        "%s (at character %d of %s)".formatted(what, at + 1, source));
  }
}
