package dev.troupe.persistence.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whether a schema stays small where its references are followed, before anything is checked. */
final class FormShape {
  private static final int PARTS_AT_MOST = 2_000;
  private static final int DEPTH_AT_MOST = 100;

  private static final Pattern KNOWN_DIALECT =
      Pattern.compile("https?://json-schema\\.org/draft(-0[4-7]|/2019-09|/2020-12)/schema#?");
  private static final List<String> SCHEMAS =
      List.of(
          "items",
          "prefixItems",
          "additionalItems",
          "unevaluatedItems",
          "contains",
          "additionalProperties",
          "unevaluatedProperties",
          "propertyNames",
          "contentSchema",
          "not",
          "if",
          "then",
          "else",
          "allOf",
          "anyOf",
          "oneOf");
  private static final List<String> SCHEMAS_BY_NAME =
      List.of(
          "properties",
          "patternProperties",
          "dependentSchemas",
          "dependencies",
          "$defs",
          "definitions");

  private final JsonNode root;
  private final Deque<String> followed = new ArrayDeque<>();
  private int parts;
  private int depth;

  private static final class Unusable extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String why;

    Unusable(String why) {
      super(why, null, false, false);
      this.why = why;
    }
  }

  private FormShape(JsonNode root) {
    this.root = root;
  }

  static Optional<String> fault(JsonNode form) {
    try {
      new FormShape(form).visit(form);
      return Optional.empty();
    } catch (Unusable unusable) {
      return Optional.of(unusable.why);
    }
  }

  private void visit(JsonNode schema) {
    if (++parts > PARTS_AT_MOST) {
      throw new Unusable(
          "it has more than %d parts, where its references are followed".formatted(PARTS_AT_MOST));
    }
    if (++depth > DEPTH_AT_MOST) {
      throw new Unusable("it is nested more than %d deep".formatted(DEPTH_AT_MOST));
    }
    if (schema.isObject()) {
      keywords(schema);
    }
    depth--;
  }

  private void keywords(JsonNode schema) {
    refuse(schema);
    if (schema.path("pattern").isTextual()) {
      pattern(schema.path("pattern").textValue());
    }
    schema.path("patternProperties").fieldNames().forEachRemaining(FormShape::pattern);
    SCHEMAS.forEach(keyword -> {
      var found = schema.path(keyword);
      if (found.isArray()) {
        found.forEach(this::visit);
      } else if (found.isObject()) {
        visit(found);
      }
    });
    SCHEMAS_BY_NAME.forEach(keyword -> schema.path(keyword).forEach(this::visit));
    if (schema.path("$ref").isTextual()) {
      follow(schema.path("$ref").textValue());
    }
  }

  private void refuse(JsonNode schema) {
    for (var keyword : List.of("$dynamicRef", "$recursiveRef")) {
      if (schema.has(keyword)) {
        throw new Unusable("it uses %s; only $ref may be used".formatted(keyword));
      }
    }
    if (depth > 1 && (schema.has("$id") || schema.path("id").isTextual())) {
      throw new Unusable("it has an $id inside; leave it out");
    }
    var dialect = schema.path("$schema");
    if (dialect.isTextual() && !KNOWN_DIALECT.matcher(dialect.textValue()).matches()) {
      throw new Unusable(
          "its $schema '%s' is not known; leave it out".formatted(shown(dialect.textValue())));
    }
  }

  private void follow(String reference) {
    if (!reference.startsWith("#")) {
      throw new Unusable(
          "it refers to '%s': nothing is loaded for it, only what is in it can be referred to, as '#/$defs/name'"
              .formatted(shown(reference)));
    }
    if (reference.equals("#") || followed.contains(reference)) {
      throw new Unusable("'%s' refers to itself without end".formatted(shown(reference)));
    }
    followed.push(reference);
    visit(target(reference));
    followed.pop();
  }

  private JsonNode target(String reference) {
    try {
      var pointer =
          URLDecoder.decode(reference.substring(1).replace("+", "%2B"), StandardCharsets.UTF_8);
      var found = root.at(JsonPointer.compile(pointer));
      if (!found.isMissingNode()) {
        return found;
      }
    } catch (IllegalArgumentException noPointer) {
      // The same as one that leads nowhere.
    }
    throw new Unusable("it refers to '%s', which is not in it".formatted(shown(reference)));
  }

  private static void pattern(String expression) {
    SilentWays.fault(expression)
        .ifPresent(fault -> {
          throw new Unusable(fault);
        });
  }

  private static String shown(String text) {
    return SilentWays.shown(text);
  }
}
