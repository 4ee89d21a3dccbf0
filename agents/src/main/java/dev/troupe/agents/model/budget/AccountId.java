package dev.troupe.agents.model.budget;

/**
 * Whose account it is.
 *
 * @param task empty for the tenant's own
 */
record AccountId(String tenant, String task) {

  static AccountId ofTenant(String tenant) {
    return new AccountId(tenant, "");
  }

  static AccountId of(String entityId) {
    var slash = entityId.indexOf('/');
    return new AccountId(entityId.substring(0, slash), entityId.substring(slash + 1));
  }

  String entityId() {
    return tenant + "/" + task;
  }

  boolean isOfTenant() {
    return task.isEmpty();
  }

  /** As messages name whose budget it is. */
  @Override
  public String toString() {
    return isOfTenant() ? "the tenant " + tenant : "the task " + task;
  }

  /** The row's key in the tenant's partition. */
  String row() {
    return isOfTenant() ? "tenant" : "task/" + task;
  }
}
