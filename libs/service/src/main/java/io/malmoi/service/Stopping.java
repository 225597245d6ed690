package io.malmoi.service;

/**
 * A CDI event: the process was told to stop. What has begun may end, but what would not end by itself must now, and nothing
 * new should come here. Fired once, when the signal arrives: before HTTP and gRPC wait for what is under way.
 */
public record Stopping() {}
