package dev.troupe.supervisor.workflow;

/** In which language a state's fields query their data. */
enum Language {
  JSONATA,
  JSONPATH,
  /** Neither the state nor anything around it says: the language's default is JSONPath. */
  NOT_SAID;

  static Language in(Fields fields, Language around) {
    return switch (fields.optionalText("QueryLanguage", "")) {
      case "" -> around;
      case "JSONata" -> JSONATA;
      case "JSONPath" -> JSONPATH;
      default -> {
        fields.fault("QueryLanguage", "The query language is \"JSONata\".");
        yield JSONATA;
      }
    };
  }
}
