package dev.troupe.supervisor.graph;

import java.util.Locale;

/** Elements of an SVG text; whatever comes from a definition is escaped here. */
final class Svg {
  private static final double ROUND = 6;
  private static final double BASELINE = 0.98;
  private final StringBuilder text = new StringBuilder();

  static Svg empty() {
    return new Svg();
  }

  Svg box(double x, double y, double width, double height, String style) {
    text.append(
        "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"%s\"/>%n"
            .formatted(style, n(x), n(y), n(width), n(height), n(ROUND)));
    return this;
  }

  /** A box with pointed sides. */
  Svg hexagon(double x, double y, double width, double height, String style) {
    var tip = Math.min(14, height / 2);
    text.append(
        "<polygon class=\"%s\" points=\"%s,%s %s,%s %s,%s %s,%s %s,%s %s,%s\"/>%n"
            .formatted(
                style,
                n(x),
                n(y + height / 2),
                n(x + tip),
                n(y),
                n(x + width - tip),
                n(y),
                n(x + width),
                n(y + height / 2),
                n(x + width - tip),
                n(y + height),
                n(x + tip),
                n(y + height)));
    return this;
  }

  Svg circle(double x, double y, double radius, String style) {
    text.append(
        "<circle class=\"%s\" cx=\"%s\" cy=\"%s\" r=\"%s\"/>%n"
            .formatted(style, n(x), n(y), n(radius)));
    return this;
  }

  Svg path(String path, String style) {
    text.append("<path class=\"%s\" d=\"%s\"/>%n".formatted(style, path));
    return this;
  }

  /** Lines around a middle, from their upper edge down. */
  Svg lines(double middle, double top, TextBox box, String style) {
    for (var index = 0; index < box.lines().size(); index++) {
      var y = top + index * box.fontSize() * TextBox.LINE + box.fontSize() * BASELINE;
      text.append(
          "<text class=\"%s\" x=\"%s\" y=\"%s\">%s</text>%n"
              .formatted(style, n(middle), n(y), escaped(box.lines().get(index))));
    }
    return this;
  }

  /** Shown where a pointer rests on what is in it. */
  Svg titled(String title, Svg content) {
    text.append("<g><title>%s</title>%n".formatted(escaped(title))).append(content.text);
    text.append("</g>\n");
    return this;
  }

  Svg moved(double x, double y, Svg content) {
    text.append("<g transform=\"translate(%s %s)\">%n".formatted(n(x), n(y))).append(content.text);
    text.append("</g>\n");
    return this;
  }

  static String n(double number) {
    var rounded = Math.round(number * 10) / 10.0;
    return rounded == Math.rint(rounded)
        ? Long.toString((long) rounded)
        : String.format(Locale.ROOT, "%.1f", rounded);
  }

  /** XML has no form for some characters at all. */
  static String escaped(String text) {
    var escaped = new StringBuilder();
    text.codePoints()
        .forEach(character -> {
          switch (character) {
            case '<' -> escaped.append("&lt;");
            case '>' -> escaped.append("&gt;");
            case '&' -> escaped.append("&amp;");
            case '"' -> escaped.append("&quot;");
            case '\'' -> escaped.append("&#39;");
            default -> escaped.appendCodePoint(isInXml(character) ? character : '?');
          }
        });
    return escaped.toString();
  }

  private static boolean isInXml(int character) {
    return character >= ' '
        && (character < Character.MIN_SURROGATE || character > Character.MAX_SURROGATE)
        && character != 0xFFFE
        && character != 0xFFFF;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
