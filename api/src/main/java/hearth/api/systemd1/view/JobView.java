package hearth.api.systemd1.view;

import hearth.manager.job.Job;

/**
 * What the interface of a job is about.
 *
 * @param api the manager's view
 * @param job the job
 */
public record JobView(ManagerView api, Job job) {}
