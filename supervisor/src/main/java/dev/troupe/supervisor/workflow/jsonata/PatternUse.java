package dev.troupe.supervisor.workflow.jsonata;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where an expression may say a pattern: in a call of a function that watches over it. A pattern
 * that is called itself, as JSONata allows, could search for ever.
 */
final class PatternUse {
  private static final Set<String> WATCHING = Set.of("$match", "$contains", "$split", "$replace");

  /** In this order: what is found first is what the text means. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s+|/\\*.*?\\*/" // nothing
              + "|\"(?:[^\"\\\\]|\\\\.)*+\"|'(?:[^'\\\\]|\\\\.)*+'|`[^`]*+`" // texts and names
              + "|\\d[\\d.eE]*+|[$\\w]++" // numbers, names and variables
              + "|:=|~>|\\.\\.|.", // operators
          Pattern.DOTALL);

  private static final Set<String> OPERATORS_IN_WORDS = Set.of("and", "or", "in");

  /** Between operands they are operators, and elsewhere operands. */
  private static final Set<String> WILDCARDS = Set.of("*", "%");

  private enum Kind {
    OPERAND,
    PATTERN,
    OPERATOR
  }

  /**
   * @param call the name before the bracket that it stands directly in; empty for none
   */
  private record Token(Kind kind, String text, String call, int at) {}

  private PatternUse() {}

  /** What is wrong, for the user; empty if nothing is. */
  static Optional<String> fault(String source) {
    if (source.indexOf('/') < 0) {
      return Optional.empty();
    }
    var tokens = tokens(source);
    var patterns = new HashSet<String>();
    for (int index = 0; index < tokens.size(); index++) {
      if (tokens.get(index).kind() == Kind.PATTERN && isNamed(tokens, index)) {
        patterns.add(tokens.get(index - 2).text());
      }
    }
    boolean any = tokens.stream().anyMatch(token -> token.kind() == Kind.PATTERN);
    for (int index = 0; any && index < tokens.size(); index++) {
      if (!isSound(tokens, index, patterns)) {
        return Optional.of(
            "a pattern may stand only in a call of $match, $contains, $split or $replace, or be named for it (at character %d)"
                .formatted(tokens.get(index).at()));
      }
    }
    return Optional.empty();
  }

  private static boolean isSound(List<Token> tokens, int index, Set<String> patterns) {
    var token = tokens.get(index);
    if (token.kind() == Kind.PATTERN) {
      return isNamed(tokens, index) ? ends(tokens, index) : isArgument(tokens, index);
    }
    if (WATCHING.contains(token.text())) {
      return text(tokens, index + 1).equals("(");
    }
    return !patterns.contains(token.text())
        || text(tokens, index + 1).equals(":=")
        || isArgument(tokens, index);
  }

  private static boolean isNamed(List<Token> tokens, int index) {
    return text(tokens, index - 1).equals(":=") && text(tokens, index - 2).startsWith("$");
  }

  private static boolean ends(List<Token> tokens, int index) {
    return Set.of(";", ")", "").contains(text(tokens, index + 1));
  }

  private static boolean isArgument(List<Token> tokens, int index) {
    return WATCHING.contains(tokens.get(index).call())
        && Set.of("(", ",").contains(text(tokens, index - 1))
        && Set.of(")", ",").contains(text(tokens, index + 1));
  }

  private static String text(List<Token> tokens, int index) {
    return index < 0 || index >= tokens.size() ? "" : tokens.get(index).text();
  }

  private static List<Token> tokens(String source) {
    var tokens = new ArrayList<Token>();
    Deque<String> calls = new ArrayDeque<>();
    var token = TOKEN.matcher(source);
    int at = 0;
    while (at < source.length()) {
      int end = isPattern(source, at, tokens) ? endOfPattern(source, at) : 0;
      if (end > 0) {
        tokens.add(new Token(Kind.PATTERN, source.substring(at, end), call(calls), at));
      } else if (token.region(at, source.length()).lookingAt()) {
        end = token.end();
        add(tokens, calls, token.group(), at);
      }
      at = end;
    }
    return tokens;
  }

  private static boolean isPattern(String source, int at, List<Token> before) {
    boolean behindOperand = !before.isEmpty() && before.getLast().kind() != Kind.OPERATOR;
    return source.charAt(at) == '/' && !source.startsWith("/*", at) && !behindOperand;
  }

  /** As the library looks for it: a slash in brackets belongs to the pattern. */
  private static int endOfPattern(String source, int start) {
    int depth = 0;
    for (int at = start + 1; at < source.length(); at++) {
      var character = source.charAt(at);
      if (character == '/' && depth == 0 && !isEscaped(source, at)) {
        return endOfFlags(source, at + 1);
      }
      if (source.charAt(at - 1) != '\\') {
        depth += "([{".indexOf(character) >= 0 ? 1 : ")]}".indexOf(character) >= 0 ? -1 : 0;
      }
    }
    return source.length();
  }

  private static int endOfFlags(String source, int start) {
    int at = start;
    while (at < source.length() && "im".indexOf(source.charAt(at)) >= 0) {
      at++;
    }
    return at;
  }

  private static boolean isEscaped(String source, int at) {
    int backslashes = 0;
    while (source.charAt(at - 1 - backslashes) == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 1;
  }

  private static void add(List<Token> tokens, Deque<String> calls, String text, int at) {
    if (text.isBlank() || text.startsWith("/*")) {
      return;
    }
    switch (text) {
      case "(", "[", "{" -> {
        calls.push(text.equals("(") && !tokens.isEmpty() ? tokens.getLast().text() : "");
        tokens.add(new Token(Kind.OPERATOR, text, "", at));
      }
      case ")", "]", "}" -> {
        calls.poll();
        tokens.add(new Token(Kind.OPERAND, text, call(calls), at));
      }
      default -> tokens.add(new Token(kind(tokens, text), text, call(calls), at));
    }
  }

  private static Kind kind(List<Token> before, String text) {
    boolean behindOperator = before.isEmpty() || before.getLast().kind() == Kind.OPERATOR;
    // Where a value is due, they are names: "usage.in".
    if (OPERATORS_IN_WORDS.contains(text) && !behindOperator) {
      return Kind.OPERATOR;
    }
    if (WILDCARDS.contains(text) && behindOperator) {
      return Kind.OPERAND;
    }
    var first = text.codePointAt(0);
    return Character.isLetterOrDigit(first) || "_$\"'`".indexOf(first) >= 0
        ? Kind.OPERAND
        : Kind.OPERATOR;
  }

  private static String call(Deque<String> calls) {
    return calls.isEmpty() ? "" : calls.peek();
  }
}
