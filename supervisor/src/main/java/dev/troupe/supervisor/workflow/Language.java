package dev.troupe.supervisor.workflow;

/** In which language a state's fields query their data. */
enum Language {
  JSONATA,
  JSONPATH;

  String spelling() {
    return this == JSONATA ? "JSONata" : "JSONPath";
  }

  static Language in(Fields fields, Language around) {
    return switch (fields.optionalText("QueryLanguage", "")) {
      case "" -> around;
      case "JSONata" -> JSONATA;
      case "JSONPath" -> {
        if (around == JSONATA) {
          fields.fault(
              "QueryLanguage", "Inside a machine in JSONata no state can go back to JSONPath.");
        }
        yield JSONPATH;
      }
      default -> {
        fields.fault("QueryLanguage", "The query languages are \"JSONata\" and \"JSONPath\".");
        yield around;
      }
    };
  }
}
