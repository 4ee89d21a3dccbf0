package dev.troupe.agents.model;

/** A model as roles name it: {@code provider/model}, or a provider alone. */
record ModelName(String provider, String model) {

  static ModelName of(String name) {
    int slash = name.indexOf('/');
    return slash < 0
        ? new ModelName(name, "")
        : new ModelName(name.substring(0, slash), name.substring(slash + 1));
  }
}
