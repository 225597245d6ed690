package io.malmoi.jobs;

import io.malmoi.v1.CreateJobRequest;
import io.malmoi.v1.Job;
import io.malmoi.v1.ListJobsRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/** What callers ask for, checked. */
final class JobRequests {
    private static final int MOST_DEPENDENCIES = 64;
    private static final int LARGEST_PAGE = 1_000;
    private static final int USUAL_PAGE = 100;
    private static final Pattern PAGE_TOKEN = Pattern.compile("[0-9]{1,18}");

    /** At most {@code size} jobs that began before position {@code before}. */
    record Page(int size, long before) {}

    private JobRequests() {}

    /** The job that a request asks for. Throws {@code INVALID_ARGUMENT} with every wrong field. */
    static Job accept(CreateJobRequest request) {
        List<Violation> violations = new ArrayList<>();
        String requestId = request.getRequestId();
        if (!requestId.isEmpty() && !JobIds.isRequestId(requestId)) {
            violations.add(new Violation(
                    "request_id",
                    "is '" + FieldRules.shown(requestId)
                            + "'; it must have 1 to 128 characters of A-Z, a-z, 0-9, '-', '_' and '.'"));
        }
        for (Violation violation : JobSpecs.violations(request.getSpec())) {
            violations.add(new Violation("spec." + violation.field(), violation.description()));
        }
        addDependencies(request.getDependsOnList(), violations);
        refuse(violations);
        String id = requestId.isEmpty() ? UUID.randomUUID().toString() : requestId;
        return Job.newBuilder()
                .setName(JobIds.name(id))
                .setRequestId(id)
                .setSpec(JobSpecs.withDefaults(request.getSpec()))
                .addAllDependsOn(request.getDependsOnList())
                .build();
    }

    private static void addDependencies(List<String> names, List<Violation> violations) {
        if (names.size() > MOST_DEPENDENCIES) {
            violations.add(new Violation("depends_on", "has " + names.size() + " jobs; at most " + MOST_DEPENDENCIES));
            return;
        }
        for (int i = 0; i < names.size(); i++) {
            if (!JobIds.isName(names.get(i))) {
                violations.add(new Violation(
                        "depends_on[" + i + "]",
                        "is '" + FieldRules.shown(names.get(i)) + "'; it must be the name of a job, 'jobs/{id}'"));
            }
        }
    }

    /** The page that a request asks for. Throws {@code INVALID_ARGUMENT}. */
    static Page page(ListJobsRequest request) {
        List<Violation> violations = new ArrayList<>();
        int size = request.getPageSize();
        if (size < 0 || size > LARGEST_PAGE) {
            violations.add(new Violation("page_size", "is " + size + "; it must be from 0 to " + LARGEST_PAGE));
        }
        String token = request.getPageToken();
        if (!token.isEmpty() && !PAGE_TOKEN.matcher(token).matches()) {
            violations.add(new Violation(
                    "page_token",
                    "is '" + FieldRules.shown(token) + "', which is no next_page_token of an earlier page"));
        }
        if (request.getState() == Job.State.UNRECOGNIZED) {
            violations.add(new Violation("state", "is " + request.getStateValue() + ", which is no state of a job"));
        }
        refuse(violations);
        return new Page(size == 0 ? USUAL_PAGE : size, token.isEmpty() ? Long.MAX_VALUE : Long.parseLong(token));
    }

    /** Throws {@code INVALID_ARGUMENT} if a watch cannot begin there. */
    static void checkPosition(long after) {
        if (after < 0) {
            refuse(List.of(new Violation("after_position", "is " + after + "; it must be 0 or above")));
        }
    }

    private static void refuse(List<Violation> violations) {
        if (!violations.isEmpty()) {
            throw JobException.invalid(violations);
        }
    }
}
