package dev.troupe.agents.knowledge.reading;

import java.util.regex.Pattern;

/** How much one line of plain text, seen alone, looks like code. */
enum CodeSigns {
  /** Code, whatever stands around it. */
  CERTAIN,
  /** Code where there is more of it: a key with a value, a block's opening keyword. */
  LIKELY,
  /** A comment, or a lone key that could as well be the lead-in of a list. */
  OPEN,
  NONE;

  /** Patterns take too long on longer lines; prose has many spaces there, machine output few. */
  private static final int MAX_CHARACTERS = 1_000;

  private static final int DENSE_CHARACTERS_PER_SPACE = 20;

  private static final Pattern DRAWING = Pattern.compile("[─-╿▲▼◄►◀▶│┌┐└┘├┤]");

  private static final Pattern CERTAIN_LINE =
      anyOf(
          // Python, and what other languages share with it
          "import [\\w.]+( as \\w+)?(, ?[\\w.]+)*;?",
          "import [\\w{}*, ]+ from ['\"].*",
          "from [\\w.]+ import [\\w*(, )]+",
          "(async )?def \\w+\\(.*",
          "class \\w+(\\(.*\\))?:",
          "@[\\w.]+(\\(.*\\))?",
          "(if|elif|for|while|with|async for|async with) .*[=(\\[_.].*:",
          "while True:|try:|else:|finally:|except( [\\w.]+( as \\w+)?)?:",
          "return .*[(\\[{_\"].*",
          // assignments, calls, closing and opening brackets, entries of a map
          "[\\w.\\[\\]\"'$]+(: ?[\\w\\[\\], ]+)? ?(\\+|-|\\*|:|\\|\\|)?= ?[^\\s=](.*[\\w)\\]}\"'{(\\[,;])?",
          "[^\"]*= ?[a-zA-Z]?\"\"\".*",
          "(await )?[\\w]*[._][\\w.]*\\(.*\\)?[,:;{\\[(]*",
          "(await )?[a-z]\\w*\\([^()]*\\)[;,]?",
          "[)\\]}]+[)\\]},;\\w\\[\\]'\"().]*",
          "[{\\[(]+",
          "[\"'][^\"']*[\"'] ?: ?.+",
          // languages with braces
          "(public|private|protected|static|final|const|let|var|func|function|fn) .*[{;(=].*",
          ".*[;{]\\s*//.*|.*\\) ?(->|=>)? ?\\{",
          // shell, SQL, Dockerfile
          "\\$ .+|(npm|pip|docker|kubectl|git|curl|mvn|sudo) (-|[a-z]+ ).*-.*",
          "(SELECT .* FROM|INSERT INTO|CREATE (TABLE|INDEX)|DELETE FROM|UPDATE \\w+ SET) .*",
          "(FROM [\\w./-]+:[\\w.-]+.*|(RUN|COPY|WORKDIR|ENTRYPOINT|EXPOSE|CMD) [^ ].*)",
          // diagrams
          "(graph|flowchart) (TD|TB|LR|RL|BT)|(sequence|class|state)Diagram.*|subgraph .*",
          ".*(-->|->>|-->>|==>|-\\.->).*",
          "participant \\w+ as .*|style \\w+ fill:.*",
          "\\w+(\\[[^\\]]*\\]|\\{[^}]*\\}|\\(\\([^)]*\\)\\))",
          // YAML
          "[\\w.-]+: (![A-Z]\\w* .*|\\w+::\\w+.*|[|>]-?)",
          "<\\/?\\w+[^>]*>.*<\\/\\w+>|<\\w+( [\\w-]+=\".*\")*\\/?>");

  private static final Pattern LIKELY_LINE =
      anyOf(
          "(- )?[a-z][\\w.-]*: (\\S+|\"[^\"]*\"|'[^']*'|\\[.*\\]|\\{.*\\})",
          "(- )?[a-z]\\w*[A-Z_-][\\w-]*:",
          "[A-Z]\\w*[a-z][A-Z]\\w*: \\S+",
          "[A-Z]\\w*[a-z][A-Z]\\w*:",
          "(if|elif|for|while|with|match|case) [^.]*:",
          "(WHERE|AND|ORDER BY|GROUP BY|HAVING|LIMIT|VALUES|SET|(LEFT )?JOIN|FROM) .*",
          "USER \\w+|ENV .*|ARG \\w+.*|ADD .*",
          "\\{\\w+\\}");

  private static final Pattern OPEN_LINE =
      anyOf(
          "#+ .*",
          "//.*|/\\*.*|\\*/",
          "[\\w-]+:",
          "(- )?[\\w.-]+: \\S+",
          "end|pass|break|continue|return( \\w+)?|raise|then|fi|done|\\.\\.\\.");

  static CodeSigns of(Line line) {
    String content = line.content();
    if (content.length() > MAX_CHARACTERS) {
      return isDense(content) ? CERTAIN : NONE;
    }
    if (content.isEmpty() || content.startsWith("|")) {
      return NONE;
    }
    if (isDrawing(content) || CERTAIN_LINE.matcher(content).matches()) {
      return CERTAIN;
    }
    if (LIKELY_LINE.matcher(content).matches()) {
      return LIKELY;
    }
    return OPEN_LINE.matcher(content).matches() ? OPEN : NONE;
  }

  /** Lines that lead in a list look like lone keys of YAML. */
  static boolean isLoneKey(Line line) {
    return line.content().matches("[A-Z][\\w-]*:");
  }

  private static boolean isDense(String content) {
    long spaces = content.chars().filter(Character::isWhitespace).count();
    return spaces * DENSE_CHARACTERS_PER_SPACE < content.length();
  }

  private static boolean isDrawing(String content) {
    return DRAWING.matcher(content).find();
  }

  private static Pattern anyOf(String... alternatives) {
    return Pattern.compile(String.join("|", alternatives));
  }
}
