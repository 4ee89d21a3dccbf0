package dev.troupe.supervisor.task;

import java.util.Set;

/** Recorded cases that pause, branch, fail or hand out work: where a crash could do harm. */
final class FiftyCases {
  static final Set<String> NAMES =
      Set.of(
          "activities/test_activities.py::TestActivities::test_activity_task",
          "arguments/test_arguments.py::TestArgumentsBase::test_base_cases[BASE_LAMBDA_EMPTY_GLOBAL_QL_JSONATA]",
          "assign/test_assign_base.py::TestAssignBase::test_base_cases[BASE_SCOPE_MAP]",
          "assign/test_assign_reference_variables.py::TestAssignReferenceVariables::test_reference_assign[BASE_REFERENCE_IN_ITERATOR_OUTER_SCOPE]",
          "assign/test_assign_reference_variables.py::TestAssignReferenceVariables::test_reference_assign[BASE_REFERENCE_IN_WAIT]",
          "assign/test_assign_reference_variables.py::TestAssignReferenceVariables::test_reference_in_map_state[MAP_STATE_REFERENCE_IN_MAX_CONCURRENCY_PATH]",
          "base/test_wait.py::TestSfnWait::test_base_wait_seconds_path[1]",
          "callback/test_callback.py::TestCallback::test_sns_publish_wait_for_task_token",
          "callback/test_callback.py::TestCallback::test_sqs_wait_for_task_tok_with_heartbeat",
          "callback/test_callback.py::TestCallback::test_sqs_wait_for_task_token",
          "callback/test_callback.py::TestCallback::test_sqs_wait_for_task_token_timeout",
          "comments/test_comments.py::TestComments::test_comments_as_per_docs",
          "credentials/test_credentials_base.py::TestCredentialsBase::test_cross_account_service_lambda_invoke_retry",
          "error_handling/test_aws_sdk.py::TestAwsSdk::test_dynamodb_invalid_param",
          "error_handling/test_aws_sdk.py::TestAwsSdk::test_s3_no_such_key",
          "error_handling/test_states_errors.py::TestStatesErrors::test_service_task_lambada_catch_state_all_data_limit_exceeded_on_large_utf8_response",
          "error_handling/test_states_errors.py::TestStatesErrors::test_service_task_lambada_data_limit_exceeded_on_large_utf8_response",
          "error_handling/test_task_lambda.py::TestTaskLambda::test_no_such_function",
          "error_handling/test_task_service_lambda.py::TestTaskServiceLambda::test_invoke_timeout",
          "error_handling/test_task_service_lambda.py::TestTaskServiceLambda::test_raise_exception",
          "error_handling/test_task_service_sqs.py::TestTaskServiceSqs::test_send_message_no_such_queue_no_catch",
          "evaluate_jsonata/test_base_evaluate_expressions.py::TestBaseEvaluateJsonata::test_base_map[ITEMS]",
          "evaluate_jsonata/test_base_evaluate_expressions.py::TestBaseEvaluateJsonata::test_base_map_from_input[TOLERATED_FAILURE_COUNT]",
          "local_mocking/test_base_callbacks.py::TestBaseScenarios::test_sqs_wait_for_task_token",
          "local_mocking/test_base_scenarios.py::TestBaseScenarios::test_lambda_invoke",
          "query_language/test_mixed_query_language.py::TestMixedQueryLanguageFlow::test_lambda_task_resource_data_flow[TASK_LAMBDA_LEGACY_RESOURCE_JSONATA_TO_JSONPATH]",
          "query_language/test_mixed_query_language.py::TestMixedQueryLanguageFlow::test_lambda_task_resource_data_flow[TASK_LAMBDA_LEGACY_RESOURCE_JSONPATH_TO_JSONATA]",
          "scenarios/test_base_scenarios.py::TestBaseScenarios::test_lambda_empty_retry",
          "scenarios/test_base_scenarios.py::TestBaseScenarios::test_map_state",
          "scenarios/test_base_scenarios.py::TestBaseScenarios::test_map_state_catch",
          "scenarios/test_base_scenarios.py::TestBaseScenarios::test_map_state_catch_empty_fail",
          "scenarios/test_base_scenarios.py::TestBaseScenarios::test_map_state_item_selector[MAP_STATE_ITEM_SELECTOR]",
          "scenarios/test_base_scenarios.py::TestBaseScenarios::test_map_state_items_eval_jsonata[mixed]",
          "scenarios/test_base_scenarios.py::TestBaseScenarios::test_map_state_items_input_array[empty]",
          "scenarios/test_base_scenarios.py::TestBaseScenarios::test_map_state_legacy_config_inline_parameters",
          "scenarios/test_base_scenarios.py::TestBaseScenarios::test_map_state_nested",
          "scenarios/test_base_scenarios.py::TestBaseScenarios::test_map_state_retry_legacy",
          "scenarios/test_base_scenarios.py::TestBaseScenarios::test_map_state_retry_multiple_retriers",
          "scenarios/test_base_scenarios.py::TestBaseScenarios::test_max_concurrency_path[0]",
          "scenarios/test_base_scenarios.py::TestBaseScenarios::test_max_concurrency_path[max_concurrency_value0]",
          "scenarios/test_base_scenarios.py::TestBaseScenarios::test_parallel_state[PARALLEL_STATE]",
          "scenarios/test_base_scenarios.py::TestBaseScenarios::test_parallel_state_retry",
          "scenarios/test_base_scenarios.py::TestBaseScenarios::test_retry_interval_features_max_attempts_zero",
          "scenarios/test_base_scenarios.py::TestBaseScenarios::test_wait_seconds_jsonata",
          "services/test_aws_sdk_task_service.py::TestTaskServiceAwsSdk::test_s3_put_object[bool]",
          "services/test_lambda_task.py::TestTaskLambda::test_invoke_json_values[json_value6]",
          "timeouts/test_heartbeats.py::TestHeartbeats::test_heartbeat_no_timeout",
          "timeouts/test_heartbeats.py::TestHeartbeats::test_heartbeat_path_timeout",
          "timeouts/test_heartbeats.py::TestHeartbeats::test_heartbeat_timeout",
          "timeouts/test_timeouts.py::TestTimeouts::test_fixed_timeout_service_lambda");

  private FiftyCases() {}
}
