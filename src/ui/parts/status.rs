//! The badge of a step.

use crate::cycle::StepStatus;
use crate::ui::components::Status;

/// The badge of a step's own status.
pub fn status(status: StepStatus) -> Status {
    match status {
        StepStatus::NotStarted => Status::NotStarted,
        StepStatus::Running => Status::Running,
        StepStatus::Waiting => Status::WaitingOutside,
        StepStatus::Returned => Status::Returned,
        StepStatus::Done => Status::Done,
    }
}
