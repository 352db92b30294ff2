mod broken;
mod form;
mod names;
