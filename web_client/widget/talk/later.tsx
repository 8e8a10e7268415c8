import { Component, type ComponentType, createElement } from "preact";

type Props<Of> = { of: Of; load: () => Promise<ComponentType<Of> | undefined> };

/** What not everybody sees: its code is fetched when it is drawn first. */
export class Later<Of extends object> extends Component<Props<Of>, { Form?: ComponentType<Of> | undefined }> {
  override async componentDidMount() {
    this.setState({ Form: await this.props.load() });
  }

  override render() {
    const { Form } = this.state;
    return Form ? createElement(Form, this.props.of) : null;
  }
}
