package dev.troupe.supervisor.workflow;

import org.jspecify.annotations.Nullable;

/** Reads numbers in their three forms: a literal, an expression, a path in a field of its own. */
final class Quantities {
  private static final String PATH = "Path";

  private Quantities() {}

  /** Null if the state gives none. */
  static @Nullable Quantity read(Fields fields, String field, int atLeast, int atMost) {
    return fields.has(field) && !isExpression(fields, field)
        ? literal(fields, field, fields.optionalInteger(field, atLeast, atMost) != null)
        : read(fields, field);
  }

  /** A share in per cent. */
  static @Nullable Quantity share(Fields fields, String field) {
    if (fields.has(field) && !isExpression(fields, field)) {
      var share = fields.real(field, 0, 0);
      if (share > 100) {
        fields.fault(field, "'%s' is at most 100.".formatted(field));
      }
      return literal(fields, field, fields.json().path(field).isNumber());
    }
    return read(fields, field);
  }

  private static @Nullable Quantity literal(Fields fields, String field, boolean isSound) {
    fields.exclude(field, field + PATH);
    return isSound ? new Quantity(field, new Template.Constant(fields.json().path(field))) : null;
  }

  private static @Nullable Quantity read(Fields fields, String field) {
    fields.exclude(field, field + PATH);
    var template = fields.has(field) ? fields.template(field) : fields.path(field + PATH);
    return template == null
        ? null
        : new Quantity(fields.has(field) ? field : field + PATH, template);
  }

  static boolean isExpression(Fields fields, String field) {
    return fields.language() == Language.JSONATA
        && fields.json().path(field).asText().startsWith("{%");
  }
}
